using NetnsTools.Commands;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Captures;

/// <summary>What there is to say of a capture besides its packets.</summary>
internal static class CaptureReport
{
    /// <summary>Warns of packets that are missing; an error where it ended against everybody's wish.</summary>
    /// <param name="command">Who says it.</param>
    /// <param name="session">The capture.</param>
    /// <param name="target">The target of the error record.</param>
    /// <param name="discarded">Packets that had to make room for newer ones.</param>
    public static void Write(NetnsCmdlet command, CaptureSession session, object target, long discarded = 0)
    {
        if (session.Statistics.Dropped is > 0 and long dropped)
        {
            command.WriteWarning($"{dropped} packets of capture {target} were dropped by the kernel: they came faster than they were read. A narrower filter, a smaller -SnapLength or a larger -BufferSize helps.");
        }

        if (discarded > 0)
        {
            command.WriteWarning($"The oldest {discarded} packets of capture {target} had to make room for newer ones: -MaxPackets and -MaxMemory say how many are kept, and -Path keeps all in a file.");
        }

        if (session.HasEnded && session.Failure is { } failure)
        {
            command.Report(failure, target);
        }
    }
}
