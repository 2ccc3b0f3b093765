using System;
using System.Collections.Generic;

namespace NetnsTools.Linux;

/// <summary>Ends processes: politely first, then for certain.</summary>
public static class ProcessEnder
{
    /// <summary>Ends all processes that are found, newcomers included, and returns when they are gone.</summary>
    /// <remarks>
    /// Who was found once is ended even if it is not found again. The own process and process 1 are never signalled.
    /// A process that has ended but was not asked for by its parent (a zombie) counts as gone.
    /// </remarks>
    /// <param name="find">Gives those to be ended; called again until it gives nobody.</param>
    /// <param name="grace">How long they have between SIGTERM and SIGKILL; zero for SIGKILL at once.</param>
    /// <param name="what">Them in words, for errors: <c>the processes in namespace 'ns-1'</c>.</param>
    /// <param name="stop">Ends the waiting early; who lives then, lives on.</param>
    /// <exception cref="KernelException">A signal is not permitted. All others have been ended.</exception>
    /// <exception cref="NetworkException">Some live on even after SIGKILL (<see cref="FaultKind.TimedOut"/>).</exception>
    public static void End(Func<IReadOnlyList<ProcessEntry>> find, TimeSpan grace, string what, StopSignal? stop = null)
    {
        ArgumentNullException.ThrowIfNull(find);
        using ProcessEnding ending = new(find, what, stop);
        if (!ending.Terminate(grace))
        {
            ending.Kill();
        }
    }

    /// <summary>Ends several groups of processes in the time of one.</summary>
    /// <param name="findAll">Gives the processes of all groups.</param>
    /// <param name="groups">How to find the processes of each, and each in words.</param>
    /// <param name="grace">How long they have between SIGTERM and SIGKILL.</param>
    /// <param name="stop">Ends the waiting early.</param>
    /// <returns>For each group why it could not be ended, or null.</returns>
    public static IReadOnlyList<NetworkException?> End(
        Func<IReadOnlyList<ProcessEntry>> findAll,
        IReadOnlyList<(Func<IReadOnlyList<ProcessEntry>> Find, string What)> groups,
        TimeSpan grace,
        StopSignal? stop = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        NetworkException?[] failures = new NetworkException?[groups.Count];
        try
        {
            End(findAll, grace, "the processes", stop);
        }
        catch (NetworkException)
        {
            // Each alone again, to tell whose fault it is; they have had their time.
            for (int index = 0; index < failures.Length; index++)
            {
                try
                {
                    End(groups[index].Find, TimeSpan.Zero, groups[index].What, stop);
                }
                catch (NetworkException exception)
                {
                    failures[index] = exception;
                }
            }
        }

        return failures;
    }

    /// <summary>Sends a signal to this very process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="signal">The number of the signal.</param>
    /// <returns>False where it has ended, even if another process has its number by now.</returns>
    /// <exception cref="KernelException">It is not permitted, or there is no such signal.</exception>
    public static bool Signal(ProcessEntry process, int signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        using ProcessWatch? watch = ProcessWatch.Open(process);
        Errno errno = watch?.Send(signal) ?? Errno.NoSuchProcess;
        return errno switch
        {
            Errno.None => true,
            Errno.NoSuchProcess => false,
            _ => throw new KernelException(new Operation(ObjectKind.Process, "signal process", process.ToString()), errno),
        };
    }
}
