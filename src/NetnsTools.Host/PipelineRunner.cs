using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NetnsTools.Host;

/// <summary>Runs commands with their output and errors shown by the engine's own formatter, one at a time.</summary>
internal sealed class PipelineRunner(Runspace runspace)
{
    private readonly object _gate = new();
    private Pipeline? _current;

    /// <summary>Runs a command and shows what comes of it.</summary>
    /// <returns>Whether it ran to its end: false after a terminating error, which has been shown.</returns>
    public bool Run(Command command, IEnumerable? input = null)
    {
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        return RunShown(pipeline, input, isLine: false);
    }

    /// <summary>Runs text and shows what comes of it.</summary>
    /// <returns>Whether it ran to its end: false after a terminating error, which has been shown.</returns>
    public bool Run(string text, IEnumerable? input = null)
    {
        // Only a pipeline of the history leaves its $? behind.
        using Pipeline pipeline = runspace.CreatePipeline(text, addToHistory: true);
        return RunShown(pipeline, input, isLine: false);
    }

    /// <summary>Runs a line of a prompt. An incomplete one is thrown back, so that the prompt can ask for the rest.</summary>
    /// <exception cref="IncompleteParseException">The text is only the beginning of a command.</exception>
    public bool RunLine(string text)
    {
        using Pipeline pipeline = runspace.CreatePipeline(text, addToHistory: true);
        return RunShown(pipeline, input: null, isLine: true);
    }

    /// <summary>Runs a command for its text, with nothing shown: the prompt function.</summary>
    public string RunForText(string text)
    {
        using Pipeline pipeline = runspace.CreatePipeline(text);
        try
        {
            return string.Concat(Invoke(pipeline, input: null));
        }
        catch (RuntimeException)
        {
            return string.Empty;
        }
    }

    /// <summary>The engine's <c>$?</c> for what ran last.</summary>
    public bool LastCommandSucceeded() => RunForText("$global:?") == bool.TrueString;

    /// <summary>Whether a pipeline has been asked to stop and has not ended yet.</summary>
    public bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _current?.PipelineStateInfo.State == PipelineState.Stopping;
            }
        }
    }

    /// <summary>Asks the running pipeline to stop. May be called from any thread.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            _current?.StopAsync();
            return _current is not null;
        }
    }

    /// <summary>Shows an error as the engine would.</summary>
    public void Show(RuntimeException exception)
    {
        if (exception is IncompleteParseException)
        {
            // The engine's view shows nothing for these: it expects a prompt to ask for the rest.
            Console.Error.WriteLine($"ParserError: {exception.Message}");
            return;
        }

        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add("Out-Default");
        try
        {
            Invoke(pipeline, new[] { EngineInternals.AsErrorStreamObject(exception.ErrorRecord) });
        }
        catch (RuntimeException)
        {
            // The formatter itself failed: say at least what the matter was.
            Console.Error.WriteLine(exception.Message);
        }
    }

    private bool RunShown(Pipeline pipeline, IEnumerable? input, bool isLine)
    {
        // Errors travel with the output, so that both are shown in the order in which they came.
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        try
        {
            Invoke(pipeline, input);
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception) when (!isLine || exception is not IncompleteParseException)
        {
            Show(exception);
            return false;
        }
    }

    private Collection<PSObject> Invoke(Pipeline pipeline, IEnumerable? input)
    {
        lock (_gate)
        {
            _current = pipeline;
        }

        try
        {
            return input is null ? pipeline.Invoke() : pipeline.Invoke(input);
        }
        finally
        {
            lock (_gate)
            {
                _current = null;
            }
        }
    }
}
