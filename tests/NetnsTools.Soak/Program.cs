using System;
using System.Collections.Generic;
using System.Globalization;
using NetnsTools.Soak;

// [MINUTES]: the table. Parts of it in processes of their own: churn PREFIX makes and removes until it is killed,
// once CHANGE PREFIX makes one change while system calls fail.
switch (args)
{
    case ["churn", string prefix]:
        Churn.Run(prefix);
        return 0;
    case ["once", string change, string prefix]:
        return Once.Run(change, prefix);
    case [] or [_]:
        double minutes = args is [string given] ? double.Parse(given, CultureInfo.InvariantCulture) : 30;
        return Run(TimeSpan.FromMinutes(minutes));
    default:
        Console.Error.WriteLine("usage: NetnsTools.Soak [MINUTES]");
        return 2;
}

static int Run(TimeSpan time)
{
    List<string> problems = [];
    Table table = new();
    new Kills(problems).Run(time / 3, table);
    new RealFaults(problems).Run(time / 3, table);
    new Fuzz(problems).Run(time / 3, table);
    table.Add("problems (0: nothing left behind)", problems.Count);
    table.Write(Console.Out);
    problems.ForEach(Console.Error.WriteLine);
    return problems.Count == 0 ? 0 : 1;
}
