using System;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A living process, held: signals reach it and nobody else, and its end is seen.</summary>
internal sealed class ProcessWatch : IDisposable
{
    private readonly FileDescriptor _descriptor;

    private ProcessWatch(FileDescriptor descriptor, ProcessEntry process)
    {
        _descriptor = descriptor;
        Process = process;
    }

    /// <summary>The process, as it was when last looked at.</summary>
    public ProcessEntry Process { get; set; }

    public int Descriptor => (int)_descriptor.DangerousGetHandle();

    /// <summary>Takes hold of a process; null where it has ended, even if another has its number by now.</summary>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public static ProcessWatch? Open(ProcessEntry process)
    {
        FileDescriptor descriptor = LibC.OpenProcess(process.Id, out Errno errno);
        // Looked at after it was opened: alive with the same start time, it was this one all the while.
        if (errno == Errno.None && Stat(process.Id, descriptor) is { IsZombie: false } stat && stat.StartTicks == process.StartTicks)
        {
            return new ProcessWatch(descriptor, process);
        }

        descriptor.Dispose();
        // EINVAL: the number of a thread, not of a process.
        return errno is Errno.None or Errno.NoSuchProcess or Errno.InvalidArgument
            ? null
            : throw new KernelException(new Operation(ObjectKind.Process, "open process", process.ToString()), errno);
    }

    private static ProcessStat? Stat(int id, FileDescriptor descriptor)
    {
        try
        {
            return ProcessStat.Require(id);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <returns>None, NoSuchProcess for one that has ended, or why not.</returns>
    public Errno Send(int signal) => LibC.SendSignal(_descriptor, signal);

    public void Dispose() => _descriptor.Dispose();
}
