using System;
using System.IO;

namespace NetnsTools.Host;

/// <summary>Makes the module built in this repository the first that Import-Module and autoloading find.</summary>
internal static class ModulePath
{
    private const string Variable = "PSModulePath";

    /// <summary>
    /// Puts the repository's output folder in front. Called after the engine has set up the path, which it also
    /// extends with the Modules folder beside this program.
    /// </summary>
    public static void AddBuiltModule()
    {
        if (FindOutput() is string output)
        {
            string? path = Environment.GetEnvironmentVariable(Variable);
            string value = string.IsNullOrEmpty(path) ? output : output + Path.PathSeparator + path;
            Environment.SetEnvironmentVariable(Variable, value);
        }
    }

    private static string? FindOutput()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetnsTools.psd1")))
            {
                return Path.Combine(folder.FullName, "output");
            }
        }

        return null;
    }
}
