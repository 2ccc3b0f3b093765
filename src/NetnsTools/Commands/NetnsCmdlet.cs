using System;
using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Errors;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>What all cmdlets of the module share: open namespaces, cancellation, error records.</summary>
public abstract class NetnsCmdlet : PSCmdlet, IDisposable
{
    private static readonly string[] PlaceParameters = ["Namespace", "PeerNamespace", "SourceNamespace"];

    private readonly StopSignal? _stop;
    private readonly NetworkException? _cannotStop;
    private SessionPool? _pool;
    private LinkReader? _reader;

    private protected NetnsCmdlet()
    {
        try
        {
            _stop = new StopSignal();
        }
        catch (NetworkException exception)
        {
            // A constructor has no error records to write.
            _cannotStop = exception;
        }
    }

    // There where processing has begun.
    private protected StopSignal StopSignal => _stop!;

    // What is downstream may be stopped before this hears of it.
    private protected bool IsStopping => StopSignal.IsRaised || Stopping;

    internal NamespaceStore Store => Pool.Store;

    internal SessionPool Pool => _pool ??= new SessionPool(new NamespaceStore(), IsVerbose() ? text => WriteVerbose($"{text}.") : null);

    private protected LinkReader Reader => _reader ??= new LinkReader(Pool);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (_cannotStop is not null)
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(_cannotStop, null));
        }

        foreach (string parameter in PlaceParameters)
        {
            // Left away it is the current namespace; a variable that was never set is a mistake, with the machine's own network at stake.
            if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? place) && place is null or NamespaceReference?[] and [null, ..])
            {
                ThrowTerminatingError(ErrorMapper.ToErrorRecord(
                    new NetworkException(
                        FaultKind.InvalidInput,
                        ObjectKind.Namespace,
                        $"-{parameter} was given, but $null. For the current namespace leave it away, or write pid:$PID."),
                    null));
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop?.Set();

    /// <summary>Releases what the cmdlet holds; safe to repeat. The engine calls it at the end of the pipeline, also after Ctrl+C.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool?.Dispose();
            _stop?.Dispose();
        }
    }

    // The words for each request would cost as much as the request.
    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : GetVariableValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Does a thing; what the library refuses becomes one non-terminating error record.</summary>
    /// <returns>Whether it was done.</returns>
    private protected bool Attempt(object? target, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (NetworkException exception)
        {
            Report(exception, target);
            return false;
        }
    }

    /// <summary>Writes the error record of a refusal.</summary>
    internal void Report(NetworkException exception, object? target) =>
        WriteError(ErrorMapper.ToErrorRecord(exception, target));

    /// <summary>The same for a value; null after an error.</summary>
    private protected T? Attempt<T>(object? target, Func<T> action)
        where T : class
    {
        T? result = null;
        _ = Attempt(target, () => { result = action(); });
        return result;
    }

    /// <summary>Removes a namespace again that was just made, and that nobody was told of.</summary>
    private protected void TakeBack(string name)
    {
        try
        {
            Store.Remove(name);
        }
        catch (NetworkException)
        {
            // Somebody else was quicker, or must be told of the first failure only.
        }
    }

    /// <summary>Writes what only who is given it can end; it is taken back where the pipeline is stopped meanwhile.</summary>
    private protected void Give(object given, Action takeBack)
    {
        try
        {
            WriteObject(given);
        }
        catch (PipelineStoppedException) when (IsStopping)
        {
            takeBack();
            throw;
        }
    }

    /// <summary>Lets the lab that is open in this runspace, if any, have a thing that was just made.</summary>
    /// <returns>False where the lab has ended meanwhile and the thing is gone again: an error record says so.</returns>
    private protected bool Keep(object? target, Func<LabItem> item) =>
        LabScope.Current is not { } lab || Attempt(target, () => lab.Add(item()));

    /// <summary>The same, for who may have written a link's name where a namespace is expected.</summary>
    private protected IEnumerable<NamespaceSession> OpenAllForLinks(NamespaceReference? reference) => Attempt(reference, () =>
    {
        try
        {
            return Pool.OpenMatching(reference);
        }
        catch (NetworkException exception) when (exception is { Fault: FaultKind.NotFound, Subject: ObjectKind.Namespace }
            && InterfaceName.IsValid(reference?.Text) && Reader.Has(null, reference.Text))
        {
            throw new NetworkException(
                exception.Fault, exception.Subject, $"{exception.Message} A link '{reference.Text}' is in the current namespace: -Name {reference.Text}.", exception);
        }
    }) ?? [];

    /// <summary>The namespaces meant, opened one after the other until the cmdlet ends; one that cannot be opened is one error record.</summary>
    private protected IEnumerable<NamespaceSession> OpenAll(NamespaceReference? reference) =>
        Attempt(reference, () => Pool.OpenMatching(reference)) ?? [];
}
