using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Network namespaces that are mounted somewhere, from <c>/proc/self/mountinfo</c>.</summary>
internal static class MountedNamespaces
{
    private const int RootField = 3; // 4: root
    private const int PointField = 4; // 5: mount point
    private const int OptionalFields = 6; // 7: zero or more, then a hyphen
    private const int OctalDigits = 3;
    private const string Table = "/proc/self/mountinfo";
    private const string Prefix = "net:[";

    /// <summary>Where they are mounted, and the inode of what is.</summary>
    public static IReadOnlyList<(string Path, ulong Inode)> List()
    {
        // A path may be mounted on more than once.
        HashSet<(string, ulong)> mounts = [];
        foreach (string line in File.ReadLines(Table))
        {
            if (Parse(line) is { } mount)
            {
                _ = mounts.Add(mount);
            }
        }

        return [.. mounts];
    }

    /// <summary>The inodes alone, wherever they are mounted: no line is taken apart for that.</summary>
    public static HashSet<ulong> Inodes()
    {
        HashSet<ulong> inodes = [];
        ReadOnlySpan<byte> rest = LibC.ReadWhole(Table);
        for (int start = rest.IndexOf("net:["u8); start >= 0; start = rest.IndexOf("net:["u8))
        {
            rest = rest[(start + Prefix.Length)..];
            if (Utf8Parser.TryParse(rest, out ulong inode, out _))
            {
                _ = inodes.Add(inode);
            }
        }

        return inodes;
    }

    /// <summary>Takes a line apart; null where something else is mounted.</summary>
    public static (string Path, ulong Inode)? Parse(string line)
    {
        string[] fields = line.Split(' ');
        int hyphen = fields.Length > OptionalFields ? Array.IndexOf(fields, "-", OptionalFields) : -1;
        return hyphen >= 0
            && hyphen + 1 < fields.Length
            && fields[hyphen + 1] == "nsfs"
            && fields[RootField].StartsWith(Prefix, StringComparison.Ordinal)
            && ulong.TryParse(fields[RootField][Prefix.Length..].TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            ? (Unescape(fields[PointField]), inode)
            : null;
    }

    // The kernel writes space, tab, line feed and backslash as \040, \011, \012 and \134.
    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + OctalDigits < text.Length
                && !text.AsSpan(index + 1, OctalDigits).ContainsAnyExceptInRange('0', '7'))
            {
                _ = plain.Append((char)Convert.ToInt32(text.Substring(index + 1, OctalDigits), 8));
                index += OctalDigits;
            }
            else
            {
                _ = plain.Append(text[index]);
            }
        }

        return plain.ToString();
    }
}
