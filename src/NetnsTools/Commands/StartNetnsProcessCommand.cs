using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Programs;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Starts a program inside network namespaces and goes on without waiting for it: a server under test.</para>
/// <para type="description">The object shows what it has written so far and whether it still runs. Wait-NetnsPort waits until it
/// listens, Stop-NetnsProcess ends it with its children; what still runs when PowerShell ends is ended as well. Its standard
/// input is empty.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NetnsProcess", SupportsShouldProcess = true)]
[OutputType(typeof(NetnsBackgroundProcess))]
public sealed class StartNetnsProcessCommand : LaunchCommand
{
    /// <summary>
    /// The namespaces: names, wildcard patterns, objects, <c>pid:1234</c> or paths. Where they come down the pipeline the rest is
    /// written with -FilePath and -ArgumentList in full.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Namespace")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[] Name { get; set; } = [];

    /// <summary>The program: a name, looked for in PATH, or a path.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string FilePath { get; set; } = string.Empty;

    /// <summary>Its arguments. What begins with a dash is written in quotes, or after <c>--</c>; else PowerShell takes it for a parameter.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object?[] ArgumentList { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LaunchOptions? options = Attempt(FilePath, LaunchOptions);
        if (options is null || !Attempt(FilePath, () => { _ = ProgramFinder.Find(FilePath, options); }))
        {
            return;
        }

        IReadOnlyList<string> arguments = Texts(ArgumentList);
        foreach (NamespaceSession session in Name.SelectMany(OpenAll))
        {
            if (!StopSignal.IsRaised && ShouldProcess(PlaceText.Of(session.Name), $"Start {ShellText.Join([FilePath, .. arguments])}"))
            {
                Start(session, options, arguments);
            }
        }
    }

    private void Start(NamespaceSession session, LaunchOptions options, IReadOnlyList<string> arguments)
    {
        BackgroundProgram? program = Attempt(
            FilePath, () => BackgroundProgram.Start(session.Handle, options, FilePath, arguments, StopSignal, WriteWarning)!);
        if (program is not null)
        {
            // One that has ended already has left nothing to read.
            ProcessEntry entry = ProcessTable.Find(program.ProcessId) is { } found && found.StartTicks == program.StartTicks
                ? found
                : new ProcessEntry
                {
                    Id = program.ProcessId,
                    Name = Path.GetFileName(FilePath),
                    CommandLine = [FilePath, .. arguments],
                    StartTicks = program.StartTicks,
                };
            NetnsBackgroundProcess process = new(program, entry, session.Reference!, UserName.Of(entry.UserId));
            if (Keep(FilePath, () => new LabProgram(process)))
            {
                WriteObject(process);
            }
        }
    }
}
