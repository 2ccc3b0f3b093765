namespace NetnsTools.Host.CommandLine;

/// <summary>What the command line asks for.</summary>
internal enum StartMode
{
    /// <summary>A prompt.</summary>
    Interactive,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run the given text.</summary>
    Command,

    /// <summary>Run commands read from standard input.</summary>
    StandardInput,

    /// <summary>Serve a runspace to the process at the other end of standard input and output.</summary>
    Server,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the usage.</summary>
    Help,

    /// <summary>The command line is wrong.</summary>
    Invalid,
}
