using System;
using System.Globalization;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A process that cannot be mistaken for a later one with its number.</summary>
/// <param name="World">Where the number and the time count.</param>
/// <param name="Id">Process number.</param>
/// <param name="StartTicks">When it was started (field 22 of <c>/proc/PID/stat</c>).</param>
internal readonly record struct ProcessIdentity(ProcessWorld World, int Id, ulong StartTicks)
{
    // Null until it was found: what /proc refuses once it may give the next time.
    private static object? _ofThisProcess;

    /// <summary>This process; null where <c>/proc</c> does not tell.</summary>
    public static ProcessIdentity? Current => (ProcessIdentity?)(_ofThisProcess ??= Find());

    /// <summary>Whether it is gone; null where that cannot be told: it lives in another PID namespace, or is hidden.</summary>
    /// <exception cref="KernelException">It could not be looked at.</exception>
    public bool? HasEnded()
    {
        if (ProcessWorld.Current is not { } here)
        {
            return null;
        }

        if (here.Boot != World.Boot)
        {
            return true;
        }

        if (here != World)
        {
            return null;
        }

        // /proc may hide who lives (hidepid); this does not.
        using FileDescriptor process = LibC.OpenProcess(Id, out Errno errno);
        return errno == Errno.NoSuchProcess
            ? true
            : ProcessStat.Require(Id) is { } stat ? stat.IsZombie || stat.StartTicks != StartTicks : null;
    }

    /// <summary>As text, without spaces at its ends.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{World.Boot:D} {World.ProcessNamespace} {World.TimeNamespace} {Id} {StartTicks}");

    private static ProcessIdentity? Find() =>
        ProcessWorld.Current is { } world && ProcessStat.Read(Environment.ProcessId) is { } stat
            ? new ProcessIdentity(world, stat.Id, stat.StartTicks)
            : null;
}
