using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The rights that the kernel divides root's into (<c>linux/capability.h</c>), as far as they matter here.</summary>
internal static class Capabilities
{
    private const string Label = "CapEff:";

    private static readonly Dictionary<string, int> Bits = new()
    {
        ["CAP_KILL"] = 5,
        ["CAP_NET_ADMIN"] = 12,
        ["CAP_NET_RAW"] = 13,
        ["CAP_SYS_ADMIN"] = 21,
    };

    /// <summary>Those of some that the calling thread does not have, or null where <c>/proc</c> does not tell.</summary>
    public static string[]? Missing(params IEnumerable<string> wanted) =>
        LibC.ReadWhole("/proc/thread-self/status") is { } status && Effective(Encoding.UTF8.GetString(status)) is { } effective
            ? [.. wanted.Where(name => (effective & (1UL << Bits[name])) == 0)]
            : null;

    /// <summary>The effective set, out of <c>/proc/PID/status</c>; null where it is not there.</summary>
    internal static ulong? Effective(string status)
    {
        int start = status.IndexOf(Label, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = status.AsSpan(start + Label.Length).TrimStart();
        int end = rest.IndexOf('\n');
        return ulong.TryParse(end < 0 ? rest : rest[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong set) ? set : null;
    }
}
