namespace NetnsTools.Host;

/// <summary>The process exit codes that scripts and CI look at; the first three are pwsh's.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>An uncaught error, or a last command that failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line could not be understood, or the script file does not exist.</summary>
    public const int BadCommandLine = 64;

    /// <summary>Stopped by SIGINT, as shells report it: pwsh -File gives 0 here, which would let a stopped CI run pass.</summary>
    public const int Interrupted = 130;
}
