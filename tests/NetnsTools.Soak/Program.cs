using System;
using System.Collections.Generic;
using System.Globalization;
using NetnsTools.Soak;

// soak [MINUTES]: the table. churn PREFIX: makes and removes for ever, to be killed.
switch (args)
{
    case ["churn", string prefix]:
        Churn.Run(prefix);
        return 0;
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
    new Kills(problems).Run(time / 2, table);
    new Fuzz(problems).Run(time / 2, table);
    table.Add("problems", problems.Count);
    table.Write(Console.Out);
    problems.ForEach(Console.Error.WriteLine);
    return problems.Count == 0 ? 0 : 1;
}
