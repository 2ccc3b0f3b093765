using System;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>More echoes than there are sequence numbers.</summary>
[Collection(Alone.Name)]
public sealed class EchoFloodTests : IDisposable
{
    private const int Count = 70_000;

    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void Beyond_65535_the_numbers_go_on_and_nothing_is_kept_of_what_was_answered()
    {
        Place place = _network.CreatePlace();
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", Count) with { PayloadSize = 8 }, _stop);
        Take(session, 1, 1000);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Take(session, 1001, Count);

        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Null(session.Next());
        Assert.Equal((Count, 0), (session.Sent, session.Unexpected));
        // Ten bytes for each would be more.
        Assert.InRange(growth, long.MinValue, 10 * Count);
    }

    private static void Take(EchoSession session, int first, int last)
    {
        for (int sequence = first; sequence <= last; sequence++)
        {
            EchoOutcome outcome = session.Next()!;
            Assert.True(outcome.Sequence == sequence && outcome.Status == EchoStatus.Success, $"{sequence}: {outcome}");
        }
    }
}
