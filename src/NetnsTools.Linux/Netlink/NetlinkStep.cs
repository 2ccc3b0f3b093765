using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Netlink;

/// <summary>Turns a message into an object; null to leave it out.</summary>
internal delegate T? NetlinkDecoder<T>(NetlinkMessage message)
    where T : class;

/// <summary>One request of several that are sent together, and its answer.</summary>
internal abstract class NetlinkStep(NetlinkRequest request, Operation operation)
{
    public NetlinkRequest Request => request;

    public Operation Operation => operation;

    /// <summary>What the kernel said; success where it said nothing.</summary>
    public NetlinkVerdict Verdict { get; protected set; }

    /// <summary>What the request asks for besides its own flags.</summary>
    public abstract NetlinkFlags FlagsWhere(bool isLast);

    /// <summary>What is taken next comes in another datagram than what was taken before.</summary>
    public virtual void BeginDatagram()
    {
    }

    /// <summary>Takes an answer; true when there is no further one.</summary>
    public abstract bool Accept(NetlinkMessage message);

    /// <exception cref="KernelException">The kernel refused it.</exception>
    public void ThrowIfFailed() => Verdict.ThrowIfFailed(operation);
}

/// <summary>A request to do something. The kernel answers a refusal; success only where it is asked to, which the last one does.</summary>
internal sealed class CommandStep(NetlinkRequest request, Operation operation) : NetlinkStep(request, operation)
{
    public override NetlinkFlags FlagsWhere(bool isLast) => isLast ? NetlinkFlags.Ack : NetlinkFlags.None;

    public override bool Accept(NetlinkMessage message)
    {
        if (message.Type != NetlinkMessageType.Error)
        {
            return false;
        }

        Verdict = NetlinkProtocol.ReadError(message);
        return true;
    }
}

/// <summary>A request for one object.</summary>
internal sealed class QueryStep<T>(NetlinkRequest request, Operation operation, NetlinkDecoder<T> decode) : NetlinkStep(request, operation)
    where T : class
{
    /// <summary>The object; null where there is none.</summary>
    public T? Value { get; private set; }

    public override NetlinkFlags FlagsWhere(bool isLast) => NetlinkFlags.None;

    public override bool Accept(NetlinkMessage message)
    {
        if (message.Type == NetlinkMessageType.Error)
        {
            Verdict = NetlinkProtocol.ReadError(message);
        }
        else
        {
            Value = decode(message);
        }

        return true;
    }

    /// <exception cref="KernelException">The kernel refused it, or there is no such object.</exception>
    public T ValueOrThrow()
    {
        ThrowIfFailed();
        return Value ?? throw NetlinkProtocol.Malformed("an acknowledgement where an object should be");
    }
}

/// <summary>A request for a whole table. The kernel reads one at a time, so it comes last.</summary>
internal sealed class DumpStep<T>(NetlinkRequest request, Operation operation, NetlinkDecoder<T> decode) : NetlinkStep(request, operation)
    where T : class
{
    private bool _isNewDatagram;
    private int _datagrams;

    /// <summary>What was read.</summary>
    public List<T> Items { get; } = [];

    /// <summary>Whether the table stayed the same meanwhile.</summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Whether it came in one datagram, and so was read at one moment. The end may come in another.</summary>
    public bool IsOfOneMoment => IsConsistent && _datagrams <= 1;

    public override void BeginDatagram() => _isNewDatagram = true;

    public override NetlinkFlags FlagsWhere(bool isLast) =>
        isLast ? NetlinkFlags.Dump : throw new InvalidOperationException("A dump comes last.");

    public override bool Accept(NetlinkMessage message)
    {
        // An interrupted dump is read to its end all the same, so that the next starts clean.
        IsConsistent &= (message.Flags & NetlinkFlags.DumpInterrupted) == 0;
        switch (message.Type)
        {
            case NetlinkMessageType.Done:
                Verdict = NetlinkProtocol.ReadDone(message);
                return true;
            case NetlinkMessageType.Error:
                Verdict = NetlinkProtocol.ReadError(message);
                return true;
            case NetlinkMessageType.Noop:
                return false;
            default:
                _datagrams += _isNewDatagram ? 1 : 0;
                _isNewDatagram = false;
                if (decode(message) is { } item)
                {
                    Items.Add(item);
                }

                return false;
        }
    }
}
