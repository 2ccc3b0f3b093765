using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NetnsTools.Errors;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>What the cmdlets that begin and end labs have in common.</summary>
public abstract class LabCommand : NetnsCmdlet
{
    private const int MostAttempts = 3;

    private protected LabCommand()
    {
    }

    /// <summary>A lab to be begun, for whoever is asked.</summary>
    private protected static string Words(string[] names) => names.Length == 0 ? "a new lab" : $"a new lab with {string.Join(", ", names)}";

    /// <summary>Begins a lab with namespaces, and lets it take what is made in this runspace from now on.</summary>
    /// <returns>The lab; null after errors, with nothing left.</returns>
    private protected NetnsLab? Begin(string[] names)
    {
        if (!Attempt(names, () => LabNames.Validate(names)))
        {
            return null;
        }

        for (int attempt = 1; ; attempt++)
        {
            string lab = LabNames.Next();
            IReadOnlyList<NamespaceCreation>? made = names.Length == 0 ? [] : Make([.. names.Select(name => LabNames.Of(name, lab))]);
            if (made is null || StopSignal.IsRaised)
            {
                TakeBack(made ?? []);
                return null;
            }

            NamespaceCreation[] failed = [.. made.Where(static one => one.Error is not null)];
            if (failed.Length == 0)
            {
                return Open(lab, made);
            }

            TakeBack(made);
            // Somebody has one of these names: another lab name has none of them.
            if (failed[0].Error!.Fault != FaultKind.AlreadyExists || attempt == MostAttempts)
            {
                foreach (NamespaceCreation one in failed)
                {
                    Report(one.Error!, one.Name);
                }

                return null;
            }
        }
    }

    /// <summary>Ends a lab; what could not be taken away is an error record each.</summary>
    private protected void End(NetnsLab lab)
    {
        IReadOnlyList<ErrorRecord> records = Finish(lab);
        foreach (ErrorRecord record in records)
        {
            WriteError(record);
        }
    }

    /// <summary>Ends a lab without a word to the engine, as after a stop.</summary>
    private protected IReadOnlyList<ErrorRecord> Finish(NetnsLab lab)
    {
        LabScope.Leave(lab);
        IReadOnlyList<PSSession> sessions = lab.Sessions;
        ErrorRecord[] records = [.. lab.End(StopSignal).Select(failure => ErrorMapper.ToErrorRecord(Describe(lab, failure.Item, failure.Reason), lab))];
        // A stopped engine runs nothing: there they stay in its list, closed.
        if (sessions.Count > 0 && !IsStopping)
        {
            EngineSession.Forget(this, sessions);
        }

        return records;
    }

    private static NetworkException Describe(NetnsLab lab, LabItem item, NetworkException reason) => new(
        reason.Fault,
        ObjectKind.Lab,
        $"The lab {lab} has ended, but {item} is still there. {reason.Message} To try again: Remove-NetnsLab -Name {lab}.",
        reason,
        lab.Name);

    private IReadOnlyList<NamespaceCreation>? Make(string[] names)
    {
        foreach (string name in names)
        {
            WriteVerbose($"create namespace '{name}'.");
        }

        return Attempt(names, () => Store.Create(names));
    }

    private NetnsLab Open(string name, IReadOnlyList<NamespaceCreation> made)
    {
        NetNamespace[] namespaces = [.. made.Select(one => NetNamespace.Named(Store, one.Handle!))];
        foreach (NamespaceCreation one in made)
        {
            one.Handle!.Dispose();
        }

        NetnsLab lab = new(name, namespaces, Store);
        LabScope.Enter(lab);
        return lab;
    }

    private void TakeBack(IReadOnlyList<NamespaceCreation> made)
    {
        foreach (NamespaceCreation one in made.Where(static one => one.Handle is not null))
        {
            one.Handle!.Dispose();
            TakeBack(one.Name);
        }
    }
}
