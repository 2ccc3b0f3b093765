using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Waiting for what the kernel does later, without a guess at how long.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Looks again and again; fails when it has not come true in 20 seconds.</summary>
    public static void Until(string what, Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, $"Still not true after {Limit.TotalSeconds} s: {what}.");
            _ = Thread.Yield();
        }
    }
}
