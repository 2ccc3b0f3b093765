using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NetnsTools.Linux;

/// <summary>Who made a namespace: text in the file of its name, beneath the mount.</summary>
/// <remarks>
/// Like this, and the second line comes when the namespace is mounted:
/// <code>
/// netnstools 1 BOOT PIDNS TIMENS PID START
/// DEVICE INODE UNIQUE
/// </code>
/// The file comes and goes with the name, whoever removes it: so a record never speaks of a namespace that has the name later.
/// </remarks>
/// <param name="Maker">The process that made it.</param>
/// <param name="Namespace">What it made; null where it had not come so far.</param>
internal sealed record MakerRecord(ProcessIdentity Maker, NamespaceIdentity? Namespace)
{
    /// <summary>No record is longer.</summary>
    public const int MaximumLength = 256;

    private static ReadOnlySpan<byte> Head => "netnstools 1 "u8;

    /// <summary>The first line.</summary>
    public static byte[] FirstLine(ProcessIdentity maker) => [.. Head, .. Encoding.ASCII.GetBytes($"{maker}\n")];

    /// <summary>The second one.</summary>
    public static byte[] SecondLine(NamespaceIdentity identity) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{identity.Device} {identity.Inode} {identity.UniqueId}\n"));

    /// <summary>Reads a record; null for a file that has none, as those of <c>ip netns</c>, or none that is whole.</summary>
    public static MakerRecord? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length > MaximumLength || !content.StartsWith(Head))
        {
            return null;
        }

        content = content[Head.Length..];
        if (!Utf8Parser.TryParse(content, out Guid boot, out int length, 'D')
            || !TryTake(ref content, length, ' ')
            || !TryTakeNumber(ref content, ' ', out ulong processes)
            || !TryTakeNumber(ref content, ' ', out ulong time)
            || !TryTakeNumber(ref content, ' ', out ulong id) || id is 0 or > int.MaxValue
            || !TryTakeNumber(ref content, '\n', out ulong start))
        {
            return null;
        }

        ProcessIdentity maker = new(new ProcessWorld(boot, processes, time), (int)id, start);
        if (content.IsEmpty)
        {
            return new MakerRecord(maker, null);
        }

        return TryTakeNumber(ref content, ' ', out ulong device)
            && TryTakeNumber(ref content, ' ', out ulong inode)
            && TryTakeNumber(ref content, '\n', out ulong unique)
            && content.IsEmpty
                ? new MakerRecord(maker, new NamespaceIdentity(device, inode, unique))
                : null;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> content, char end, out ulong number) =>
        Utf8Parser.TryParse(content, out number, out int length) && TryTake(ref content, length, end);

    private static bool TryTake(ref ReadOnlySpan<byte> content, int length, char end)
    {
        if (length >= content.Length || content[length] != end)
        {
            return false;
        }

        content = content[(length + 1)..];
        return true;
    }
}
