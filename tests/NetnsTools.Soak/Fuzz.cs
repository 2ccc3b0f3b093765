using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using NetnsTools.Linux;

namespace NetnsTools.Soak;

/// <summary>Gives every parser what nobody should send: it may refuse it in the library's own words, and nothing else.</summary>
internal sealed class Fuzz(List<string> problems)
{
    private const int EachTurn = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, (long Inputs, long Refused)> _counts = [];

    /// <summary>Goes on until the time is over, or a problem is found.</summary>
    public void Run(TimeSpan time, Table table)
    {
        int seed = Environment.TickCount;
        Stopwatch clock = Stopwatch.StartNew();
        _ = Parallel.For(0, Environment.ProcessorCount, worker =>
        {
#pragma warning disable CA5394 // Repeatable on purpose.
            Random random = new(seed + worker);
#pragma warning restore CA5394
            while (clock.Elapsed < time && problems.Count == 0)
            {
                foreach ((string name, Func<Random, FuzzInput> make) in FuzzTargets.All)
                {
                    Turn(name, make, random);
                }
            }
        });
        foreach ((string name, (long inputs, long refused)) in _counts.OrderBy(static count => count.Key, StringComparer.Ordinal))
        {
            table.Add($"inputs to {name} ({100 * refused / inputs} % refused)", inputs);
        }

        table.Add("inputs fuzzed", _counts.Values.Sum(static count => count.Inputs));
    }

    private void Turn(string name, Func<Random, FuzzInput> make, Random random)
    {
        long refused = 0;
        for (int number = 0; number < EachTurn; number++)
        {
            FuzzInput input = make(random);
            refused += IsRefused(name, input) ? 1 : 0;
        }

        lock (_gate)
        {
            (long inputs, long before) = _counts.GetValueOrDefault(name);
            _counts[name] = (inputs + EachTurn, before + refused);
        }
    }

    private bool IsRefused(string name, FuzzInput input)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            input.Read();
            return false;
        }
        catch (NetworkException)
        {
            return true;
        }
#pragma warning disable CA1031 // Any other is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report($"{name} throws {exception.GetType().Name} ({exception.Message}) at {input}");
            return false;
        }
        finally
        {
            if (Stopwatch.GetElapsedTime(start) > Longest)
            {
                Report($"{name} takes {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} s at {input}");
            }
        }
    }

    private void Report(string problem)
    {
        lock (_gate)
        {
            problems.Add(problem);
        }
    }
}
