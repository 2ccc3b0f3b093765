using System;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Finds programs as <c>execvp</c> does, so that a missing one is refused before anything is started.</summary>
public static class ProgramFinder
{
    private const string DefaultSearchPath = "/bin:/usr/bin"; // what execvp takes where PATH is not set

    /// <summary>The file that a program name means.</summary>
    /// <param name="program">A name, looked for in the search path, or a path.</param>
    /// <param name="workingDirectory">Where a relative path begins.</param>
    /// <param name="searchPath">Folders with colons between them; null for the caller's PATH.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="NetworkException">There is none, or it cannot be executed.</exception>
    public static string Find(string program, string workingDirectory, string? searchPath = null)
    {
        if (string.IsNullOrEmpty(program))
        {
            throw Refusal(FaultKind.InvalidInput, program, "A program name cannot be empty.");
        }

        if (program.Contains('\0', StringComparison.Ordinal))
        {
            throw Refusal(FaultKind.InvalidInput, program, "A program name cannot contain a NUL character.");
        }

        if (program.Contains('/', StringComparison.Ordinal))
        {
            string file = Path.Combine(workingDirectory, program);
            return Check(file) ?? throw Unusable(program, file);
        }

        string? found = null;
        foreach (string folder in Folders(searchPath))
        {
            // An empty entry means the working directory.
            string file = Path.Combine(workingDirectory, folder, program);
            if (Check(file) is { } executable)
            {
                return executable;
            }

            found ??= File.Exists(file) ? file : null;
        }

        throw found is not null
            ? Unusable(program, found)
            : Refusal(FaultKind.NotFound, program, $"There is no program '{program}' in the search path (PATH).{(program.Contains(' ', StringComparison.Ordinal) ? " Its arguments are words of their own, outside the quotes." : null)}");
    }

    /// <summary>The same, for a program that is started with these options.</summary>
    /// <exception cref="NetworkException">There is none, or it cannot be executed.</exception>
    public static string Find(string program, LaunchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Find(
            program,
            options.WorkingDirectory ?? Environment.CurrentDirectory,
            options.Environment.TryGetValue("PATH", out string? path) ? path ?? DefaultSearchPath : null);
    }

    private static string[] Folders(string? searchPath) =>
        (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? DefaultSearchPath).Split(':');

    private static string? Check(string file) =>
        File.Exists(file) && LibC.Access(file, LibC.X_OK) == 0 ? file : null;

    private static NetworkException Unusable(string program, string file)
    {
        if (System.IO.Directory.Exists(file))
        {
            return Refusal(FaultKind.InvalidInput, program, $"'{program}' is a directory, not a program.");
        }

        return File.Exists(file)
            ? Refusal(FaultKind.PermissionDenied, program, $"'{file}' may not be executed. Set its execute permission (chmod +x), or name an interpreter before it.")
            : Refusal(FaultKind.NotFound, program, $"There is no program '{program}'.");
    }

    private static NetworkException Refusal(FaultKind fault, string program, string message) =>
        new(fault, ObjectKind.Program, message, null, program);
}
