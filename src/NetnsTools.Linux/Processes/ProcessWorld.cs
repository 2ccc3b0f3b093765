using System;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Within which bounds numbers of processes and their times of start mean something.</summary>
/// <param name="Boot">A number that the kernel draws when it starts.</param>
/// <param name="ProcessNamespace">Inode of the PID namespace.</param>
/// <param name="TimeNamespace">Inode of the time namespace; 0 where the kernel has none.</param>
internal readonly record struct ProcessWorld(Guid Boot, ulong ProcessNamespace, ulong TimeNamespace)
{
    private static object? _ofThisProcess;

    /// <summary>That of this process; null where <c>/proc</c> does not tell.</summary>
    public static ProcessWorld? Current => (ProcessWorld?)(_ofThisProcess ??= Find());

    private static ProcessWorld? Find()
    {
        if (LibC.ReadWhole("/proc/sys/kernel/random/boot_id") is not { } text
            || !Guid.TryParse(Encoding.ASCII.GetString(text).Trim(), out Guid boot)
            || LibC.ReadNamespaceLink("/proc/self/ns/pid", out ulong processes) != Errno.None)
        {
            return null;
        }

        _ = LibC.ReadNamespaceLink("/proc/self/ns/time", out ulong time);
        return new ProcessWorld(boot, processes, time);
    }
}
