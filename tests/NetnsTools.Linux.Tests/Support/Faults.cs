using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Lets each system call of a deed fail in turn, and compares the machine before and after: all of it, or nothing.</summary>
internal static class Faults
{
    // EPERM, ENOMEM, EBUSY, EEXIST, ENOBUFS, EINTR.
    private static readonly Errno[] Errors =
        [Errno.PermissionDenied, Errno.OutOfMemory, Errno.Busy, Errno.Exists, Errno.NoBuffers, Errno.Interrupted];

    /// <summary>Does it once for each call and each error, every time in a place of its own.</summary>
    /// <param name="deed">Prepares the place, and gives what to do there and how to look at it.</param>
    /// <param name="least">At least so many calls are made; fewer would mean that they are not seen.</param>
    /// <param name="errors">The errors; all six without it.</param>
    public static void Everywhere(Func<Deed> deed, int least, params Errno[] errors)
    {
        List<string> calls = [];
        string done = Without(deed, calls);
        Assert.True(calls.Count >= least, $"Only {calls.Count} calls: {string.Join(", ", calls)}.");
        foreach (Errno errno in errors.Length > 0 ? errors : Errors)
        {
            for (int position = 1; With(deed, position, errno, done); position++)
            {
            }
        }
    }

    // What it is like when nothing fails.
    private static string Without(Func<Deed> prepare, List<string> calls)
    {
        using Deed deed = prepare();
        string before = deed.Look();
        SystemCallFaults.Arm(0, Errno.None);
        try
        {
            deed.Act();
        }
        finally
        {
            _ = SystemCallFaults.Disarm();
        }

        calls.AddRange(SystemCallFaults.Calls);
        string after = deed.Look();
        Assert.NotEqual(before, after);
        return after;
    }

    // Whether a call failed.
    private static bool With(Func<Deed> prepare, int position, Errno errno, string done)
    {
        using Deed deed = prepare();
        string before = deed.Look();
        string[] descriptors = Descriptors();
        NetworkException? failure = null;
        bool struck;
        SystemCallFaults.Arm(position, errno);
        try
        {
            deed.Act();
        }
        catch (NetworkException exception)
        {
            failure = exception;
        }
        finally
        {
            struck = SystemCallFaults.Disarm();
        }

        IReadOnlyList<string> calls = SystemCallFaults.Calls;
        string where = $"Call {position} of {string.Join(", ", calls)} with {errno}: {failure?.Message ?? "no failure"}";
        string after = deed.Look();
        Assert.True(after == (failure is null ? done : before), $"{where}\nBefore:\n{before}\nAfter:\n{after}\nShould be:\n{(failure is null ? done : before)}");
        Assert.True(struck || failure is null, where);
        Assert.True(failure?.Message.Contains('.', StringComparison.Ordinal) != false, where);
        Assert.Equal(descriptors, Descriptors());
        return struck;
    }

    private static string[] Descriptors() =>
    [
        .. Directory.GetFiles("/proc/self/fd")
            .Select(static path => new FileInfo(path).LinkTarget)
            .OfType<string>()
            .Where(static target => target.StartsWith("socket:", StringComparison.Ordinal) || target.StartsWith("net:", StringComparison.Ordinal) || target.StartsWith("/run/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}

/// <summary>Something that is done, and where.</summary>
/// <param name="Act">Does it.</param>
/// <param name="Look">The place in words, without what is another each time.</param>
/// <param name="Place">Is taken away in the end.</param>
internal sealed record Deed(Action Act, Func<string> Look, IDisposable Place) : IDisposable
{
    public void Dispose() => Place.Dispose();

    /// <summary>Names, what is behind them and how often it is mounted.</summary>
    public static string Names(NamespaceStore store) => string.Join(
        '\n', store.List().Select(entry => $"{entry.Name} {entry.State} {TemporaryStore.Mounts(entry.Path).Count}"));
}
