using System;
using System.IO;
using System.Management.Automation.Runspaces;
using NetnsTools.Host.CommandLine;
using NetnsTools.Host.Terminal;

namespace NetnsTools.Host;

/// <summary>One run of the program: a host, a runspace, and the script, command or prompt in it.</summary>
internal sealed class Session : IDisposable
{
    private readonly HostOptions _options;
    private readonly ConsoleHost _host;
    private readonly Runspace _runspace;
    private readonly PipelineRunner _runner;
    private readonly Interruption _interruption;

    public Session(HostOptions options)
    {
        _options = options;
        _host = new ConsoleHost(options.NonInteractive);
        _runspace = RunspaceFactory.CreateRunspace(_host, EngineState.Create());
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        ModulePath.AddBuiltModule();
        _runner = new PipelineRunner(_runspace);
        _interruption = new Interruption(_runner);
    }

    /// <summary>Runs what the options ask for and gives the process exit code.</summary>
    public int Run()
    {
        if (_options.WorkingDirectory is string directory)
        {
            SetLocation(directory);
        }

        bool succeeded = _options.Mode switch
        {
            StartMode.File => RunFile(),
            StartMode.Command => RunCommand(),
            StartMode.StandardInput => new InputLoop(_runner, _host).RunFromStandardInput(),
            _ => new InputLoop(_runner, _host).RunPrompt(showBanner: !_options.NoLogo),
        };

        bool prompt = _options.NoExit && _options.Mode is (StartMode.File or StartMode.Command);
        if (prompt && _host.ExitCode is null)
        {
            succeeded = new InputLoop(_runner, _host).RunPrompt(showBanner: false);
        }

        return _host.ExitCode
            ?? (_interruption.Happened && !prompt && _options.Mode != StartMode.Interactive ? ExitCodes.Interrupted
            : succeeded ? ExitCodes.Success
            : ExitCodes.Failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interruption.Dispose();
        _runspace.Dispose();
        _host.Dispose();
    }

    private void SetLocation(string directory)
    {
        // As with pwsh, a directory that does not exist is an error shown, not the end.
        Command command = new("Set-Location");
        command.Parameters.Add("LiteralPath", Path.GetFullPath(directory));
        _runner.Run(command);
    }

    private bool RunFile()
    {
        // A file without the extension is no command to the engine, but may well start with #!.
        Command command = _options.FilePath.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(_options.FilePath, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(_options.FilePath), isScript: true, useLocalScope: false);
        foreach (CommandParameter parameter in _options.Arguments)
        {
            command.Parameters.Add(parameter);
        }

        // A script that ran to its end has succeeded, whatever its last command said (as with pwsh).
        EngineInternals.RethrowExit(_runspace);
        return _runner.Run(command, StandardInput.LinesIfUsedBy(command));
    }

    private bool RunCommand() =>
        _runner.Run(_options.Command, StandardInput.LinesIfUsedBy(new Command(_options.Command, isScript: true)))
        && _host.ExitCode is null
        && _runner.LastCommandSucceeded();
}
