using System;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Reads every message of a datagram with the reader of its type.</summary>
internal static class Walker
{
    /// <summary>How many messages there were. Fails when the walk does not come forward.</summary>
    public static int Walk(ReadOnlySpan<byte> datagram)
    {
        int most = datagram.Length / NetlinkLayout.HeaderLength;
        int count = 0;
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            count++;
            Assert.True(count <= most, "More messages than headers fit.");
            AnswerReader.Read(message);
        }

        return count;
    }
}
