using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Host;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Commands;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>Opens a PowerShell in each of several namespaces, side by side.</summary>
internal static class PowerShellGroup
{
    /// <summary>How long a PowerShell may take to start, where the user said nothing.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    /// <summary>Starts them all, then waits for each. What cannot be opened is an error record; the others go on.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; none is left.</exception>
    public static IReadOnlyList<NamespacePowerShell> Open(
        NetnsCmdlet cmdlet, IEnumerable<NamespaceReference> references, LaunchOptions options, PSHost? host, TimeSpan limit, CancellationToken stop)
    {
        List<(NamespaceReference Reference, NamespacePowerShell Shell)> started = [];
        List<NamespacePowerShell> open = [];
        try
        {
            foreach (NamespaceReference reference in references)
            {
                stop.ThrowIfCancellationRequested();
                Attempt(reference, () => started.Add((reference, NamespacePowerShell.Start(cmdlet, reference.Open(cmdlet.Store), options, host))));
            }

            foreach ((NamespaceReference reference, NamespacePowerShell shell) in started)
            {
                Attempt(reference, () =>
                {
                    shell.WaitUntilOpen(limit, stop);
                    open.Add(shell);
                });
            }
        }
        catch
        {
            End(started.Select(static item => item.Shell));
            throw;
        }

        foreach (NamespacePowerShell shell in open)
        {
            foreach (string warning in shell.Warnings)
            {
                cmdlet.WriteWarning(warning);
            }
        }

        return open;

        void Attempt(NamespaceReference reference, Action action)
        {
            try
            {
                action();
            }
            catch (NetworkException exception)
            {
                cmdlet.Report(exception, reference);
            }
        }
    }

    /// <summary>Ends them all at once: one after the other, many would be more than a stop may take.</summary>
    public static void End(IEnumerable<NamespacePowerShell> shells)
    {
        NamespacePowerShell[] all = [.. shells];
        _ = Parallel.ForEach(all, static shell => shell.Dispose());
    }
}
