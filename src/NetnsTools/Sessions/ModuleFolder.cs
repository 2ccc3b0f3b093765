using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetnsTools.Sessions;

/// <summary>Lets a PowerShell that is started from here find this module by its name, also where it was imported by path.</summary>
internal static class ModuleFolder
{
    private const string Variable = "PSModulePath";
    private const string ModuleName = "NetnsTools";

    /// <summary>Adds the folder that the module lies in, behind all others.</summary>
    public static void AddTo(IDictionary<string, string?> environment)
    {
        if (Find() is not { } folder)
        {
            return;
        }

        string present = environment.TryGetValue(Variable, out string? value) ? value ?? string.Empty : string.Empty;
        if (!present.Split(Path.PathSeparator).Contains(folder, StringComparer.Ordinal))
        {
            environment[Variable] = present.Length == 0 ? folder : present + Path.PathSeparator + folder;
        }
    }

    // NetnsTools/NetnsTools.dll or NetnsTools/<version>/NetnsTools.dll.
    private static string? Find()
    {
        DirectoryInfo? folder = Directory.GetParent(typeof(ModuleFolder).Assembly.Location);
        if (folder is not null && folder.Name != ModuleName)
        {
            folder = folder.Parent;
        }

        return folder?.Name == ModuleName ? folder.Parent?.FullName : null;
    }
}
