using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A run directory of its own, made by the store itself; unmounted and gone in the end.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public NamespaceStore Store { get; } = new($"/run/nt-test-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    /// <summary>The lines of <c>/proc/PID/mountinfo</c> whose mount point is this path.</summary>
    public static IReadOnlyList<string> Mounts(string path, int? processId = null)
    {
        string process = processId?.ToString(CultureInfo.InvariantCulture) ?? "self";
        return [.. File.ReadLines($"/proc/{process}/mountinfo").Where(line => line.Split(' ')[4] == path)];
    }

    public void Dispose()
    {
        if (!Directory.Exists(Store.Directory))
        {
            return;
        }

        foreach (NamespaceEntry entry in Store.List())
        {
            Store.Remove(entry.Name);
        }

        while (Mounts(Store.Directory).Count > 0)
        {
            Assert.Equal(0, LibC.Unmount(Store.Directory, LibC.MNT_DETACH));
        }

        Directory.Delete(Store.Directory);
    }
}
