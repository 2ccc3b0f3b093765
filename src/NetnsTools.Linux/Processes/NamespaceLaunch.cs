using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>How a process is started so that it is born inside a namespace, while no thread of ours ever goes there.</summary>
/// <remarks>
/// The child is <c>nsenter</c>, which enters and then becomes the program: same process id, arguments byte for byte, no
/// shell. Mounts are copied only where <c>/etc/netns/NAME</c> exists or <see cref="LaunchOptions.Sysfs"/> asks for it.
/// Hold this, and the namespace's handle, until <see cref="HasEntered"/> or the end of the process.
/// </remarks>
public sealed class NamespaceLaunch : IDisposable
{
    /// <summary>Holds the namespace's name in the environment of everything started inside.</summary>
    public const string NamespaceVariable = "NETNSTOOLS_NAMESPACE";

    /// <summary>Marks all processes of one run, so that a daemon among them can be found as well.</summary>
    public const string RunVariable = "NETNSTOOLS_RUN";

    // Found once: it does not move while a process lives. A failure is not kept.
    private static readonly Lazy<string> Nsenter = new(FindNsenter, LazyThreadSafetyMode.PublicationOnly);

    private static int _runs;

    private readonly NamespaceHandle _handle;
    private readonly MountStage? _stage;
    private readonly string _entry;
    private readonly List<string> _prefix;

    private NamespaceLaunch(NamespaceHandle handle, LaunchOptions options, string workingDirectory, MountStage? stage)
    {
        _handle = handle;
        _stage = stage;
        Namespace = handle.Label ?? handle.Identity.ToString();
        WorkingDirectory = workingDirectory;
        string run = string.Create(
            CultureInfo.InvariantCulture, $"{System.Environment.ProcessId}-{Interlocked.Increment(ref _runs)}");
        Marker = $"{RunVariable}={run}";
        Environment = new Dictionary<string, string?>(options.Environment, StringComparer.Ordinal)
        {
            [NamespaceVariable] = Namespace,
            [RunVariable] = run,
        };
        _entry = $"--net={DescriptorPath(handle.Descriptor)}";
        _prefix = [_entry];
        if (stage is not null)
        {
            _prefix.Add($"--mount={DescriptorPath((int)stage.Namespace.DangerousGetHandle())}");
            _prefix.Add($"--root={DescriptorPath((int)stage.Root.DangerousGetHandle())}");
            _prefix.Add($"--wd={DescriptorPath((int)stage.WorkingDirectory.DangerousGetHandle())}");
        }

        _prefix.Add("--");
    }

    /// <summary>The namespace, as the user knows it.</summary>
    public string Namespace { get; }

    /// <summary>What to execute.</summary>
    public string FilePath { get; } = Nsenter.Value;

    /// <summary>Where it starts: absolute, and there.</summary>
    public string WorkingDirectory { get; }

    /// <summary>What to set in its environment, or with null to take away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>The entry <c>NAME=VALUE</c> that all processes of this run have in their environment.</summary>
    public string Marker { get; }

    /// <summary>Files of the namespace that could not be laid over those of <c>/etc</c>, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Gets everything ready; nothing is started yet.</summary>
    /// <param name="handle">The namespace; must stay open until the process has entered.</param>
    /// <param name="options">What the process finds around it.</param>
    /// <exception cref="NetworkException">No such working directory, a variable that cannot be one, no <c>nsenter</c>.</exception>
    /// <exception cref="KernelException">The mounts could not be made.</exception>
    public static NamespaceLaunch Prepare(NamespaceHandle handle, LaunchOptions options)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(options);
        string directory = Path.GetFullPath(options.WorkingDirectory ?? System.Environment.CurrentDirectory);
        if (!Directory.Exists(directory))
        {
            throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Program, $"The working directory '{directory}' does not exist.", null, directory);
        }

        foreach ((string name, string? value) in options.Environment)
        {
            CheckVariable(name, value);
        }

        if (Capabilities.Missing("CAP_SYS_ADMIN") is not [])
        {
            // Else nsenter would say so in its own words.
            handle.EnsureEnterable();
        }

        _ = Nsenter.Value;
        IReadOnlyList<(string Source, string Target)> binds = NamespaceFiles.Of(handle);
        MountStage? stage = binds.Count > 0 || options.Sysfs ? MountStage.Build(handle, directory, options.Sysfs, binds) : null;
        try
        {
            NamespaceLaunch launch = new(handle, options, directory, stage);
            List<string> warnings = [];
            foreach ((string target, Errno errno) in stage?.Refused ?? new Dictionary<string, Errno>())
            {
                warnings.Add($"'{target}' does not show the file of namespace '{handle.Label}': {ErrnoText.Describe(errno)}.");
            }

            launch.Warnings = warnings;
            return launch;
        }
        catch
        {
            stage?.Dispose();
            throw;
        }
    }

    /// <summary>The arguments for <see cref="FilePath"/>.</summary>
    /// <param name="program">A name or path, as the user gave it; it becomes argument 0.</param>
    /// <param name="arguments">Its arguments; each arrives as it is.</param>
    public IReadOnlyList<string> ArgumentsFor(string program, IEnumerable<string> arguments) => [.. _prefix, program, .. arguments];

    /// <summary>Whether a process that was started this way has become the program, or has ended: this can be let go then.</summary>
    /// <remarks><c>Process.Start</c> returns when <c>nsenter</c> runs, so its command line is the first that is ever seen.</remarks>
    public bool HasEntered(int processId)
    {
        try
        {
            // In the midst of an exec a living process shows no arguments for a moment.
            return ProcessStat.RequireFile(processId, "cmdline") is { Length: > 0 } line
                ? Encoding.UTF8.GetString(line).Split('\0') is not [_, string first, ..] || first != _entry
                : ProcessStat.Require(processId) is null or { IsZombie: true };
        }
        catch (KernelException)
        {
            // Nothing is known. Let go now, nsenter may find the namespace gone; so it is asked again.
            return false;
        }
    }

    /// <summary>Why a process that ended at once could not enter; null where it could, and ended for reasons of its own.</summary>
    public NetworkException? Obstacle()
    {
        try
        {
            _handle.EnsureEnterable();
            return null;
        }
        catch (NetworkException exception)
        {
            return exception;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stage?.Dispose();

    private static string FindNsenter()
    {
        try
        {
            return ProgramFinder.Find("nsenter", "/");
        }
        catch (NetworkException exception)
        {
            throw new NetworkException(
                exception.Fault, ObjectKind.Program, "Programs are started inside a namespace by 'nsenter', which is not in the search path (PATH). Install util-linux.", exception, "nsenter");
        }
    }

    private static string DescriptorPath(int descriptor) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{System.Environment.ProcessId}/fd/{descriptor}");

    private static void CheckVariable(string name, string? value)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Program, $"'{name}' cannot be the name of an environment variable: it is empty or contains '=' or NUL.", null, name);
        }

        if (value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Program, $"The value of environment variable '{name}' contains a NUL character.", null, name);
        }
    }
}
