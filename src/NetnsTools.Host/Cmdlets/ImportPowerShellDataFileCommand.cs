using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Import-PowerShellDataFile: a hashtable from a .psd1 file, of which nothing is run.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = "Path")]
public sealed class ImportPowerShellDataFileCommand : PathCommand
{
    /// <inheritdoc/>
    protected override void Process(string path)
    {
        foreach (string file in GetResolvedProviderPathFromPSPath(Pattern(path), out _))
        {
            Ast script = Parser.ParseFile(file, out _, out ParseError[] errors);
            Ast? found = script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false);
            if (errors.Length > 0 || found is not HashtableAst table)
            {
                string reason = errors.FirstOrDefault()?.Message ?? "it holds no hashtable";
                InvalidOperationException exception = new($"The data file '{file}' is invalid and cannot be imported: {reason}");
                WriteError(new ErrorRecord(exception, "CouldNotParseAsPowerShellDataFile", ErrorCategory.InvalidData, file));
                continue;
            }

            WriteObject(table.SafeGetValue());
        }
    }
}
