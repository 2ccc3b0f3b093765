using System;
using System.Management.Automation;
using System.Threading;
using NetnsTools.Completers;
using NetnsTools.Errors;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Runs a program, or a script block, inside network namespaces and gives its output as if it were local.</para>
/// <para type="description">A program's standard output comes line by line while it runs, its standard error as error records, and
/// what comes down the pipeline becomes its standard input. There is no shell in between: every argument arrives as it is.
/// -TimeoutSeconds ends the program and its children: TERM, and KILL a second later. Ctrl+C leaves them 60 milliseconds.</para>
/// <para type="description">Files in /etc/netns/NAME take the place of their namesakes in /etc for the program. /sys shows
/// the caller's interfaces unless -Sysfs is given; that, and files in /etc/netns/NAME, cost a copy of the mounts.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "NetNamespace", DefaultParameterSetName = Program)]
[OutputType(typeof(string), typeof(NetnsCommandResult), typeof(PSObject))]
public sealed partial class InvokeNetNamespaceCommand : LaunchCommand
{
    private const string Program = "Program";

    private readonly CancellationTokenSource _cancel = new();

    /// <summary>The namespaces: names, wildcard patterns, objects, <c>pid:1234</c> or paths. Without it they come down the pipeline.</summary>
    [Parameter(Position = 0)]
    [Alias("Namespace")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[]? Name { get; set; }

    /// <summary>The program: a name, looked for in PATH, or a path.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = Program)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string FilePath { get; set; } = string.Empty;

    /// <summary>Its arguments. What begins with a dash is written in quotes, or after <c>--</c>; else PowerShell takes it for a parameter.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>Becomes its standard input: byte arrays as they are, anything else as a line of text. Namespaces, where -Name is not given.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives one result object a namespace, with exit code and texts, instead of lines.</summary>
    [Parameter(ParameterSetName = Program)]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Treats what it writes to its standard error as output. The order among the other lines is that of their coming.</summary>
    [Parameter(ParameterSetName = Program)]
    public SwitchParameter MergeError { get; set; }

    /// <summary>Makes no error of an exit code other than 0; $LASTEXITCODE has it all the same.</summary>
    [Parameter(ParameterSetName = Program)]
    public SwitchParameter IgnoreExitCode { get; set; }

    /// <summary>Ends it after so many seconds; 0 never.</summary>
    [Parameter]
    public double TimeoutSeconds { get; set; }

    /// <summary>In how many namespaces it runs at a time.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        CheckLimits();
        Interruptible(ParameterSetName == Script ? BeginScript : BeginProgram);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Interruptible(ParameterSetName == Script ? ProcessScript : ProcessProgram);

    /// <inheritdoc/>
    protected override void EndProcessing() => Interruptible(ParameterSetName == Script ? EndScript : EndProgram);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _cancel.Cancel();
        _run?.Stop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _jobs?.Dispose();
            _run?.Dispose();
            _cancel.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckLimits()
    {
        if (ThrottleLimit < 1)
        {
            Refuse("-ThrottleLimit must be at least 1.", ThrottleLimit);
        }

        // Longer than a timer can run, or no number at all.
        if (!(TimeoutSeconds >= 0 && TimeoutSeconds <= int.MaxValue / 1000))
        {
            Refuse("-TimeoutSeconds must be between 0 (no limit) and 2147483.", TimeoutSeconds);
        }
    }

    private void Refuse(string message, object target) => ThrowTerminatingError(
        ErrorMapper.ToErrorRecord(new NetworkException(FaultKind.InvalidInput, ObjectKind.Program, message), target));

    private static void Interruptible(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: Dispose ends what runs.
        }
    }
}
