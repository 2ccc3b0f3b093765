using System;
using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Host.CommandLine;
using NetnsTools.Host.Terminal;

namespace NetnsTools.Host;

/// <summary>Reads commands line by line and runs them, from a terminal or from redirected input.</summary>
internal sealed class InputLoop(PipelineRunner runner, ConsoleHost host)
{
    /// <summary>The prompt: ends with 'exit' or the end of input.</summary>
    public bool RunPrompt(bool showBanner)
    {
        if (showBanner)
        {
            Console.Out.WriteLine(HelpText.Version);
        }

        return Run(prompt: true);
    }

    /// <summary>Commands from redirected input, with no prompt and no echo.</summary>
    public bool RunFromStandardInput() => Run(prompt: false);

    private bool Run(bool prompt)
    {
        // An unfinished command collects lines up to an empty one, as in pwsh: only so can 'else' follow a '}'.
        List<string> block = [];
        bool completed = true;
        while (host.ExitCode is null && ReadLine(prompt, continued: block.Count > 0) is string line)
        {
            bool empty = string.IsNullOrWhiteSpace(line);
            if (block.Count > 0 ? !empty : empty)
            {
                if (!empty)
                {
                    block.Add(line);
                }

                continue;
            }

            completed = TryRun(block.Count > 0 ? string.Join('\n', block) : line, block);
        }

        if (block.Count > 0 && host.ExitCode is null)
        {
            completed = runner.Run(string.Join('\n', block));
        }

        return completed && runner.LastCommandSucceeded();
    }

    private bool TryRun(string text, List<string> block)
    {
        bool first = block.Count == 0;
        block.Clear();
        try
        {
            return runner.RunLine(text);
        }
        catch (IncompleteParseException) when (first)
        {
            block.Add(text);
            return true;
        }
        catch (IncompleteParseException exception)
        {
            runner.Show(exception);
            return false;
        }
    }

    private string? ReadLine(bool prompt, bool continued)
    {
        if (prompt)
        {
            string text = continued ? ">> " : runner.RunForText("prompt");
            Console.Out.Write(text.Length > 0 ? text : "PS> ");
        }

        return Console.In.ReadLine();
    }
}
