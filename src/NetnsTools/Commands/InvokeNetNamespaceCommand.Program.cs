using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Errors;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Programs;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <content>The road of a program: streams in and out, several namespaces side by side.</content>
public sealed partial class InvokeNetNamespaceCommand
{
    private const string NamespaceProperty = "PSNetNamespace";
    private const string StandardErrorId = "ProgramStandardError";

    private readonly List<byte[]> _collected = [];
    private readonly List<(NetworkException Refusal, object? Target)> _held = [];
    private ProgramSettings? _settings;
    private ProgramJobs? _jobs;
    private ProgramInput? _input;
    private NamespaceSession[] _targets = [];
    private bool _hasInput;
    private bool _several;
    private bool _isRefused;

    private void BeginProgram()
    {
        _hasInput = MyInvocation.ExpectingInput || InputObject is not null;
        _targets = [.. (Name ?? []).SelectMany(OpenOrHold)];
        if (_isRefused && _targets.Length == 0)
        {
            // Of 'Invoke-NetNamespace ip addr' it is enough to hear that there is no namespace 'ip'.
            return;
        }

        OrHold(FilePath, () => { _settings = Settings(); });
        if (_settings is null)
        {
            return;
        }

        _jobs = new ProgramJobs(ThrottleLimit, Start, Take, _cancel.Token);
        if (Name is null)
        {
            _several = true;
            return;
        }

        _several = Name.Length > 1 || Name[0].HasWildcard;
        if (!_hasInput || _targets.Length == 1)
        {
            // A single program reads what comes as it comes; several get all of it when it is complete.
            _input = _hasInput ? new ProgramInput() : null;
            StartTargets();
        }
    }

    private void ProcessProgram()
    {
        if (InputObject?.BaseObject is NetNamespace place)
        {
            TakePlace(place);
            return;
        }

        ReportHeld();
        if (_jobs is null || !_hasInput)
        {
            return;
        }

        if (Name is null)
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(Mistaken("Say which namespace: -Name, or namespaces down the pipeline."), InputObject));
        }
        else if (_input is not null)
        {
            _jobs.Feed(_input, ProgramInput.Encode(InputObject));
        }
        else
        {
            _collected.Add(ProgramInput.Encode(InputObject));
        }

        _jobs.Drain();
    }

    private void EndProgram()
    {
        ReportHeld();
        if (_jobs is null)
        {
            return;
        }

        if (Name is null && !_hasInput)
        {
            Report(Mistaken("Say which namespace: -Name, or namespaces down the pipeline."), FilePath);
        }

        _input?.Complete();
        if (_hasInput && _input is null)
        {
            StartTargets();
        }

        _jobs.Finish();
    }

    private ProgramSettings Settings()
    {
        LaunchOptions launch = LaunchOptions();
        string program = FilePath.StartsWith("~/", StringComparison.Ordinal) ? FileSystemPath(FilePath) : FilePath;
        _ = ProgramFinder.Find(program, launch);
        return new ProgramSettings
        {
            Program = program,
            Arguments = Texts(ArgumentList),
            Launch = launch,
            Timeout = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null,
            Whole = PassThru,
            MergeError = MergeError,
        };
    }

    private void TakePlace(NetNamespace place)
    {
        if (Name is not null)
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(
                Mistaken($"Namespace '{place.Name}' came down the pipeline, which feeds the program's standard input where -Name is given, as '{string.Join(", ", Name.Select(static name => name.Text))}' is here. For namespaces from the pipeline leave -Name away, and write -FilePath and -ArgumentList in full."),
                place));
        }

        if (_jobs is null)
        {
            return;
        }

        foreach (NamespaceSession session in OpenAll(new NamespaceReference(place)))
        {
            _ = _jobs.Add(session.Handle, _settings!, null);
        }

        _jobs.Drain();
    }

    // Who pipes namespaces and goes on with 'ip link' has named the program 'ip' as a namespace. Only what comes down the
    // pipeline tells; that there is no such namespace, or no program 'link', would hide it.
    private void OrHold(object? target, Action action)
    {
        try
        {
            action();
        }
        catch (NetworkException exception)
        {
            _isRefused = true;
            _held.Add((exception, target));
            if (!MyInvocation.ExpectingInput || Name is null)
            {
                ReportHeld();
            }
        }
    }

    private IReadOnlyList<NamespaceSession> OpenOrHold(NamespaceReference reference)
    {
        IReadOnlyList<NamespaceSession> sessions = [];
        OrHold(reference, () => { sessions = [.. Pool.OpenMatching(reference)]; });
        return sessions;
    }

    private void ReportHeld()
    {
        foreach ((NetworkException refusal, object? target) in _held)
        {
            Report(refusal, target);
        }

        _held.Clear();
    }

    private void StartTargets()
    {
        foreach (NamespaceSession target in _targets)
        {
            ProgramInput? input = _input ?? (_hasInput ? ProgramInput.Of(_collected) : null);
            _ = _jobs!.Add(target.Handle, _settings!, input);
        }
    }

    private bool Start(ProgramJob job)
    {
        WriteVerbose($"run {_settings!.CommandLine} in namespace '{job.Namespace}'.");
        bool started = Attempt(FilePath, job.Start);
        foreach (string warning in job.Warnings)
        {
            WriteWarning(warning);
        }

        return started;
    }

    private void Take(ProgramEvent item)
    {
        switch (item.Kind)
        {
            case ProgramEventKind.Output:
                WriteObject(_several ? Tagged(item) : item.Text);
                break;
            case ProgramEventKind.Error:
                NetworkException exception = new(FaultKind.Failed, ObjectKind.Program, item.Text, null, FilePath);
                WriteError(new ErrorRecord(exception, StandardErrorId, ErrorCategory.FromStdErr, item.Job.Namespace));
                break;
            default:
                TakeEnd(item.Job);
                break;
        }
    }

    private void TakeEnd(ProgramJob job)
    {
        SessionState.PSVariable.Set("global:LASTEXITCODE", job.Exit.ExitCode);
        if (PassThru)
        {
            WriteObject(job.Result());
        }

        if (job.Problem(IgnoreExitCode) is { } problem)
        {
            Report(problem, FilePath);
        }
    }

    private static PSObject Tagged(ProgramEvent item)
    {
        PSObject line = new(item.Text);
        line.Properties.Add(new PSNoteProperty(NamespaceProperty, item.Job.Namespace));
        return line;
    }

    private static NetworkException Mistaken(string message) => new(FaultKind.InvalidInput, ObjectKind.Namespace, message);
}
