using System.Linq;
using NetnsTools.Linux.Capture;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture;

/// <summary>Frames in memory, up to a number.</summary>
public sealed class FrameBufferTests
{
    [Fact]
    public void The_oldest_make_room_and_are_counted()
    {
        FrameBuffer buffer = Fill(new FrameBuffer(3), 5);
        Assert.Equal([2, 3, 4], Numbers(buffer.ToArray()));
        Assert.Equal(2, buffer.Discarded);
    }

    [Fact]
    public void Nothing_is_kept_where_there_is_no_room()
    {
        FrameBuffer buffer = Fill(new FrameBuffer(0), 5);
        Assert.Empty(buffer.ToArray());
        Assert.Equal(5, buffer.Discarded);
    }

    [Fact]
    public void Memory_has_a_bound_too()
    {
        FrameBuffer buffer = new(1000, memory: 3 * (1000 + FrameBuffer.FrameOverhead));
        for (int number = 0; number < 10; number++)
        {
            buffer.Write(new CapturedFrame { TimestampNanoseconds = number, Data = new byte[1000], OriginalLength = 1000 });
        }

        Assert.Equal([7, 8, 9], Numbers(buffer.ToArray()));
        buffer.Write(new CapturedFrame { TimestampNanoseconds = 10, Data = new byte[5000], OriginalLength = 5000 });
        Assert.Empty(buffer.ToArray());
        Assert.Equal(11, buffer.Discarded);
    }

    [Fact]
    public void Those_since_a_position_come_once_whatever_had_to_go()
    {
        FrameBuffer buffer = Fill(new FrameBuffer(4), 2);
        Assert.Equal([0, 1], Numbers(buffer.Since(0, out long next, out _)));
        Assert.Empty(buffer.Since(next, out next, out _));
        _ = Fill(buffer, 1, from: 2);
        Assert.Equal([2], Numbers(buffer.Since(next, out next, out long missed)));
        Assert.Equal(0, missed);
        _ = Fill(buffer, 6, from: 3);
        // 3 and 4 are gone already.
        Assert.Equal([5, 6, 7, 8], Numbers(buffer.Since(next, out next, out missed)));
        Assert.Equal(2, missed);
        Assert.Equal(9, next);
        Assert.Equal([5, 6, 7, 8], Numbers(buffer.ToArray()));
    }

    private static FrameBuffer Fill(FrameBuffer buffer, int count, int from = 0)
    {
        foreach (int number in Enumerable.Range(from, count))
        {
            buffer.Write(new CapturedFrame { TimestampNanoseconds = number, Data = [], OriginalLength = 0 });
        }

        return buffer;
    }

    private static long[] Numbers(CapturedFrame[] frames) => [.. frames.Select(static frame => frame.TimestampNanoseconds)];
}
