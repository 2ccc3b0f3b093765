using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Remove-Item: deletes files, folders and other items.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : PathCommand
{
    /// <summary>With all that is in it.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden and read-only items, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process(string path)
    {
        if (!ShouldProcess(path))
        {
            return;
        }

        // pwsh asks at this point; a folder is never emptied here without -Recurse.
        if (!Recurse && InvokeProvider.Item.Get([path], Force, IsLiteral).Any(HasChildren))
        {
            PSInvalidOperationException exception = new(
                $"The item at {path} has children and the Recurse parameter was not specified.");
            WriteError(new ErrorRecord(exception, "DirectoryNotEmpty", ErrorCategory.WriteError, path));
            return;
        }

        InvokeProvider.Item.Remove([path], Recurse, Force, IsLiteral);
    }

    private bool HasChildren(PSObject item) =>
        LanguagePrimitives.IsTrue(item.Properties["PSIsContainer"]?.Value)
        && InvokeProvider.ChildItem.HasChild(item.Properties["PSPath"].Value.ToString(), force: true, literalPath: true);
}
