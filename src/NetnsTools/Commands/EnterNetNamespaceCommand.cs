using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Opens a shell inside a namespace, on this terminal.</para>
/// <para type="description">It comes back when the shell ends; its exit code is in $LASTEXITCODE. The shell's prompt begins with the namespace's name.</para>
/// </summary>
[Cmdlet(VerbsCommon.Enter, "NetNamespace")]
[OutputType(typeof(void))]
public sealed class EnterNetNamespaceCommand : LaunchCommand
{
    private const int SignalCodes = 128; // a shell's exit codes above this are signals
    private const string Sane = "\u001b[?2004l\u001b[?25h"; // no bracketed paste; the cursor shows

    /// <summary>The namespace: a name, an object, pid:1234 or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Namespace")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Name { get; set; }

    /// <summary>bash, zsh, fish, dash, pwsh or any other program; $SHELL without it, and /bin/sh without that.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string? Shell { get; set; }

    /// <summary>The program's arguments. With them the prompt is the program's own affair.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? ArgumentList { get; set; }

    private static string InitFiles { get; } =
        Path.Combine(Path.GetDirectoryName(typeof(EnterNetNamespaceCommand).Assembly.Location)!, "shells");

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Host.NotifyBeginApplication();
        try
        {
            Run();
        }
        catch (NetworkException exception)
        {
            // Of all that concerns the program, the exception knows best which of the parameters it was.
            Report(exception, exception.Subject == ObjectKind.Program && exception.ObjectName is { } own ? own : Name);
        }
        finally
        {
            Host.NotifyEndApplication();
        }
    }

    private void Run()
    {
        LaunchOptions options = LaunchOptions();
        string program = ShellFinder.Find(Shell, options.WorkingDirectory!, Variable, WriteWarning);
        using TerminalProcess shell = Start(program, options);
        int code = shell.Wait(StopSignal);
        SessionState.PSVariable.Set("global:LASTEXITCODE", code);
        if (code > SignalCodes && Host.UI.SupportsVirtualTerminal)
        {
            Host.UI.Write(Sane);
        }

        string? Variable(string name) =>
            options.Environment.TryGetValue(name, out string? value) ? value : System.Environment.GetEnvironmentVariable(name);

        // Nothing of the namespace stays open here while somebody is inside.
        TerminalProcess Start(string program, LaunchOptions options)
        {
            using NamespaceHandle handle = Name!.Open(Store);
            handle.EnsureEnterable();
            RequireTerminal(program);
            ShellStart start = ArgumentList is null
                ? ShellPrompt.For(ShellPrompt.KindOf(program), InitFiles, handle.ToString(), Variable)
                : new ShellStart(ArgumentList, new Dictionary<string, string?>());
            using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, options with { Environment = Merge(options.Environment, start.Environment) });
            foreach (string warning in launch.Warnings)
            {
                WriteWarning(warning);
            }

            WriteVerbose($"start '{program}' in {PlaceText.Of(handle.Label)}.");
            return TerminalProcess.Start(launch, program, start.Arguments, StopSignal);
        }
    }

    private void RequireTerminal(string program)
    {
        if (!TerminalProcess.HasTerminal)
        {
            throw new NetworkException(
                FaultKind.NotSupported,
                ObjectKind.Program,
                $"Cannot open '{program}' in namespace '{Name}': it needs a terminal, and standard input or output of this process is none. Run programs without a terminal with Invoke-NetNamespace.");
        }
    }

    private static Dictionary<string, string?> Merge(IReadOnlyDictionary<string, string?> first, IReadOnlyDictionary<string, string?> second)
    {
        Dictionary<string, string?> both = new(first, StringComparer.Ordinal);
        foreach ((string name, string? value) in second)
        {
            both[name] = value;
        }

        return both;
    }
}
