using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetnsTools.Soak;

// [MINUTES]: the table. Parts of it in processes of their own: churn PREFIX makes and removes until it is killed,
// cycles PREFIX SHARED MINUTES does so beside others, once CHANGE PREFIX makes one change while system calls fail.
switch (args)
{
    case ["churn", string prefix]:
        Churn.Run(prefix);
        return 0;
    case ["cycles", string prefix, string shared, string length]:
        return Cycles.RunChild(prefix, shared, Minutes(length));
    case ["once", string change, string prefix]:
        return Once.Run(change, prefix);
    case [] or [_]:
        return Run(args is [string given] ? Minutes(given) : TimeSpan.FromMinutes(30));
    default:
        Console.Error.WriteLine("usage: NetnsTools.Soak [MINUTES]");
        return 2;
}

static TimeSpan Minutes(string text) => TimeSpan.FromMinutes(double.Parse(text, CultureInfo.InvariantCulture));

static int Run(TimeSpan time)
{
    const int parts = 4;
    List<string> problems = [];
    Table table = new();
    Cycles cycles = new(problems);
    // All that is opened once and kept has been opened then.
    TimeSpan warmUp = time / (parts * 5);
    cycles.Run(warmUp);
    Leaks before = Leaks.Look();
    cycles.Run((time / parts) - warmUp);
    cycles.AddTo(table);
    new RealFaults(problems).Run(time / parts, table);
    new Kills(problems).Run(time / parts, table);
    new Fuzz(problems).Run(time / parts, table);
    IReadOnlyList<(string What, int More)> leaks = before.Find();
    problems.AddRange(leaks.Select(static leak => $"{leak.More} {leak.What} more than before are left."));
    table.Add("leaks", leaks.Sum(static leak => leak.More));
    table.Add("problems", problems.Count);
    table.Write(Console.Out);
    problems.ForEach(Console.Error.WriteLine);
    return problems.Count == 0 ? 0 : 1;
}
