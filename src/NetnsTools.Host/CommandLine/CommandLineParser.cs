using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation.Runspaces;
using System.Text;

namespace NetnsTools.Host.CommandLine;

/// <summary>
/// Reads the command line as pwsh does: names without regard to case, abbreviated down to pwsh's own shortest
/// forms, <c>-</c>, <c>--</c> or <c>/</c> before them; the first word that is no parameter is a script file, and
/// all that follows a script or a command belongs to it.
/// </summary>
internal sealed class CommandLineParser
{
    private readonly string[] _args;
    private bool _nonInteractive;
    private bool _noLogo;
    private bool _noExit;
    private bool _server;
    private string? _encoded;
    private string? _workingDirectory;

    private CommandLineParser(string[] args) => _args = args;

    /// <summary>Reads the command line; what is wrong with it comes back as <see cref="StartMode.Invalid"/>.</summary>
    public static HostOptions Parse(string[] args) => new CommandLineParser(args).Parse();

    private HostOptions Parse()
    {
        for (int index = 0; index < _args.Length; index++)
        {
            string word = _args[index].Trim();
            if (word.Length == 0)
            {
                continue;
            }

            if (!ScriptArguments.IsDash(word[0]) && word[0] != '/')
            {
                return ParseFile(index);
            }

            string name = TrimPrefix(word);
            if (Matches(name, "version", "v"))
            {
                return Simple(StartMode.Version);
            }

            if (Matches(name, "help", "h") || name == "?")
            {
                return Simple(StartMode.Help);
            }

            if (Matches(name, "command", "c"))
            {
                return ParseCommand(index + 1);
            }

            if (Matches(name, "file", "f"))
            {
                return index + 1 < _args.Length
                    ? ParseFile(index + 1)
                    : Invalid("The command cannot be run because the File parameter requires a file path.");
            }

            if (Matches(name, "encodedcommand", "e") || Matches(name, "ec", "ec"))
            {
                if (++index == _args.Length || Decode(_args[index]) is not string decoded)
                {
                    return Invalid("Cannot process the command because the value specified with -EncodedCommand is not properly encoded. "
                        + "The value must be Base64 encoded.");
                }

                _encoded = decoded;
            }
            else if (Matches(name, "workingdirectory", "wo") || Matches(name, "wd", "wd"))
            {
                if (++index == _args.Length)
                {
                    return Invalid("-WorkingDirectory requires an argument that is a directory path.");
                }

                _workingDirectory = _args[index];
            }
            else if (!ParseSwitch(name))
            {
                // pwsh takes the first word it does not know for a file, whatever it looks like.
                return ParseFile(index);
            }
        }

        return _server ? Create(StartMode.Server, command: _encoded ?? string.Empty)
            : _encoded is not null ? Create(StartMode.Command, command: _encoded)
            : Simple(StartMode.Interactive);
    }

    private bool ParseSwitch(string name)
    {
        if (Matches(name, "noninteractive", "noni"))
        {
            _nonInteractive = true;
        }
        else if (Matches(name, "servermode", "s"))
        {
            _server = true;
        }
        else if (Matches(name, "nologo", "nol"))
        {
            _noLogo = true;
        }
        else if (Matches(name, "noexit", "noe"))
        {
            _noExit = true;
        }
        else
        {
            // There are no profiles here, so this one is always in force.
            return Matches(name, "noprofile", "nop");
        }

        return true;
    }

    private HostOptions ParseFile(int index)
    {
        string given = _args[index];
        if (given == "-")
        {
            return Simple(StartMode.StandardInput);
        }

        // The full path now: -WorkingDirectory changes the directory before the script runs.
        string path = Path.GetFullPath(given);
        if (!File.Exists(path))
        {
            return Invalid($"The argument '{given}' is not recognized as the name of a script file. "
                + "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
        }

        return Create(StartMode.File, filePath: path, arguments: ScriptArguments.Parse(_args.AsSpan(index + 1)));
    }

    private HostOptions ParseCommand(int index)
    {
        if (index >= _args.Length)
        {
            return Invalid("Cannot process the command because of a missing parameter. A command must follow -Command.");
        }

        if (_args[index] != "-")
        {
            return Create(StartMode.Command, command: string.Join(' ', _args, index, _args.Length - index));
        }

        if (index + 1 < _args.Length)
        {
            return Invalid("'-' was specified with the -Command parameter; no other arguments to -Command are permitted.");
        }

        return Console.IsInputRedirected
            ? Simple(StartMode.StandardInput)
            : Invalid("'-' was specified as the argument to -Command but "
                + "standard input has not been redirected for this process.");
    }

    private HostOptions Simple(StartMode mode) => Create(mode);

    private HostOptions Create(
        StartMode mode, string filePath = "", string command = "", IReadOnlyList<CommandParameter>? arguments = null) => new()
        {
            Mode = mode,
            FilePath = filePath,
            Command = command,
            Arguments = arguments ?? [],
            NonInteractive = _nonInteractive,
            NoLogo = _noLogo,
            NoExit = _noExit,
            WorkingDirectory = _workingDirectory,
        };

    private static HostOptions Invalid(string error) => new() { Mode = StartMode.Invalid, Error = error };

    // UTF-16 in Base64, as pwsh takes it; null for what is not.
    private static string? Decode(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? Encoding.Unicode.GetString(bytes, 0, length) : null;
    }

    private static string TrimPrefix(string word)
    {
        string name = word[1..];
        return name.Length > 0 && name[0] == word[0] && word[0] != '/' ? name[1..] : name;
    }

    private static bool Matches(string name, string full, string shortest) =>
        name.Length >= shortest.Length && full.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
