using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using NetnsTools.Commands;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>A script block in one namespace or several, side by side, with its streams passed on as they come.</summary>
/// <remarks>
/// Called on the pipeline thread, but for <see cref="Stop"/>. Everything that happens in the other processes arrives in
/// one queue, which the pipeline thread empties: no stream is written to from another thread.
/// </remarks>
internal sealed class ScriptBlockRun(NetnsCmdlet cmdlet, ScriptBlockRunOptions options) : IDisposable
{
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(10);

    private readonly ScriptBlockEvents _events = new();
    private readonly Queue<NamespaceReference> _waiting = [];
    private readonly List<ScriptBlockChild> _children = [];
    private readonly List<Task> _closing = [];
    private bool _single;

    /// <summary>Takes the namespaces. With input from the pipeline, returns when a PowerShell is open in each.</summary>
    public void Begin(IReadOnlyList<NamespaceReference> references)
    {
        foreach (NamespaceReference reference in references)
        {
            _waiting.Enqueue(reference);
        }

        _single = references.Count == 1;
        if (options.ExpectsInput)
        {
            Pump(() => _waiting.Count > 0 || _children.Exists(static child => !child.IsRunning));
        }
    }

    /// <summary>Passes one object on to all, and gives what has come meanwhile.</summary>
    public void Process(object? input)
    {
        foreach (ScriptBlockChild child in _children)
        {
            child.Feed(input);
        }

        try
        {
            while (_events.TryTake(out (ScriptBlockChild Child, object? Item) next))
            {
                Handle(next.Child, next.Item);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the engine unwinds the pipeline.
        }
    }

    /// <summary>Waits for all to end, and gives all that comes.</summary>
    public void End()
    {
        foreach (ScriptBlockChild child in _children)
        {
            child.CloseInput();
        }

        Pump(() => _waiting.Count > 0 || _children.Count > 0);
    }

    /// <summary>Ends every wait. Safe from any thread; the children end with <see cref="Dispose"/>.</summary>
    public void Stop() => _events.Stop();

    /// <summary>Ends all that is still there. The engine calls it, through the cmdlet, at the end of the pipeline and after Ctrl+C.</summary>
    public void Dispose()
    {
        foreach (ScriptBlockChild child in _children)
        {
            _closing.Add(Task.Run(child.Close));
        }

        _ = Task.WaitAll([.. _closing], ClosingTime);
        foreach (ScriptBlockChild child in _children)
        {
            child.Dispose();
        }

        _children.Clear();
    }

    private void Pump(Func<bool> goOn)
    {
        try
        {
            while (goOn())
            {
                StartMore();
                if (_children.Count > 0)
                {
                    (ScriptBlockChild child, object? item) = _events.Take();
                    Handle(child, item);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the engine unwinds the pipeline.
        }
    }

    private void StartMore()
    {
        // Those that wait for input have done the expensive part.
        int busy = options.ExpectsInput ? _children.FindAll(static child => !child.IsRunning).Count : _children.Count;
        for (; busy < options.ThrottleLimit && _waiting.TryDequeue(out NamespaceReference? reference); busy++)
        {
            _events.ThrowIfStopped();
            try
            {
                _children.Add(new ScriptBlockChild(cmdlet, options, reference, _events));
            }
            catch (NetworkException exception)
            {
                cmdlet.Report(exception, reference);
            }
        }
    }

    private void Handle(ScriptBlockChild child, object? item)
    {
        if (child.IsEnded)
        {
            return;
        }

        switch (item)
        {
            case ScriptBlockEvent.Changed when child.CanRun:
                child.Run();
                break;
            case ScriptBlockEvent.Changed or ScriptBlockEvent.Ended:
                child.Drain();
                break;
            case ScriptBlockEvent.Drained:
                child.Finish(_single);
                _ = _children.Remove(child);
                _closing.Add(Task.Run(child.Dispose));
                break;
            default:
                child.Write(item);
                break;
        }
    }
}
