using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Recorded datagrams: see Golden/README.md.</summary>
internal static class GoldenFile
{
    /// <summary>All answers of the kernel, by name.</summary>
    public static IReadOnlyList<string> Answers { get; } = Names(".answer");

    /// <summary>All answers of the kernel's table of sockets, by name.</summary>
    public static IReadOnlyList<string> SocketAnswers { get; } = Names(".diag-answer");

    /// <summary>All requests of <c>ip</c>, by name.</summary>
    public static IReadOnlyList<string> Requests { get; } = Names(".request");

    /// <summary>All capture files, by name.</summary>
    public static IReadOnlyList<string> Captures { get; } = [.. Names(".pcap"), .. Names(".pcapng")];

    /// <summary>The bytes of one recording, a fresh copy.</summary>
    public static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no golden file '{name}'.", nameof(name));
        using StreamReader reader = new(stream);
        StringBuilder digits = new();
        while (reader.ReadLine() is { } line)
        {
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            foreach (char character in comment < 0 ? line : line[..comment])
            {
                if (!char.IsWhiteSpace(character))
                {
                    _ = digits.Append(character);
                }
            }
        }

        return Convert.FromHexString(digits.ToString());
    }

    private static string[] Names(string suffix) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(suffix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
