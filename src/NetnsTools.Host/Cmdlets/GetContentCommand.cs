using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-Content: what is in a file (or another item), by lines or as one text.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PathCommand
{
    /// <summary>The whole as one text, line ends included.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void Process(string path)
    {
        if (Raw)
        {
            // The provider's readers know only lines without a switch of their own (a dynamic parameter).
            foreach (string file in Files(path))
            {
                WriteObject(System.IO.File.ReadAllText(file));
            }

            return;
        }

        foreach (IContentReader reader in InvokeProvider.Content.GetReader([path], force: false, IsLiteral))
        {
            using (reader)
            {
                IList block;
                while ((block = reader.Read(1)).Count > 0)
                {
                    WriteObject(block, enumerateCollection: true);
                }

                reader.Close();
            }
        }
    }

    private IEnumerable<string> Files(string path) =>
        GetResolvedProviderPathFromPSPath(Pattern(path), out _).Order(StringComparer.Ordinal);
}
