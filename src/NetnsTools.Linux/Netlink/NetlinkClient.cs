using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Netlink;

/// <summary>Requests, acknowledgements and dumps over a transport. Knows no kernel object.</summary>
/// <remarks>One exchange at a time: the caller's lock is its own affair, ours keeps two threads' answers apart.</remarks>
internal sealed class NetlinkClient(INetlinkTransport transport) : IDisposable
{
    /// <summary>Turns a message into an object; null to leave it out.</summary>
    internal delegate T? Decoder<T>(NetlinkMessage message)
        where T : class;

    // A table that changes during ten dumps in a row changes faster than anyone could use the answer.
    private const int MaximumDumps = 10;

    private readonly object _gate = new();
    private uint _sequence = (uint)Environment.TickCount;

    /// <summary>Hears each request in words before it is sent.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Sends a request and waits for its acknowledgement.</summary>
    /// <exception cref="KernelException">The kernel refused it.</exception>
    public void Execute(NetlinkRequest request, in Operation operation) => TryExecute(request, operation).ThrowIfFailed(operation);

    /// <summary>The same, with the kernel's refusal as a value.</summary>
    public NetlinkVerdict TryExecute(NetlinkRequest request, in Operation operation)
    {
        lock (_gate)
        {
            uint sequence = Send(request, NetlinkFlags.Ack, operation);
            while (true)
            {
                ReadOnlySpan<byte> datagram = transport.Receive();
                while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
                {
                    if (IsAnswer(message, sequence) && message.Type == NetlinkMessageType.Error)
                    {
                        return NetlinkProtocol.ReadError(message);
                    }
                }
            }
        }
    }

    /// <summary>Sends a request for one object.</summary>
    /// <exception cref="KernelException">The kernel refused it, or there is no such object.</exception>
    public T Query<T>(NetlinkRequest request, in Operation operation, Decoder<T> decode)
        where T : class
    {
        T? result = TryQuery(request, operation, decode, out NetlinkVerdict verdict);
        verdict.ThrowIfFailed(operation);
        return result ?? throw NetlinkProtocol.Malformed("an acknowledgement where an object should be");
    }

    /// <summary>The same, with the kernel's refusal as a value.</summary>
    public T? TryQuery<T>(NetlinkRequest request, in Operation operation, Decoder<T> decode, out NetlinkVerdict verdict)
        where T : class
    {
        lock (_gate)
        {
            uint sequence = Send(request, NetlinkFlags.None, operation);
            verdict = default;
            while (true)
            {
                ReadOnlySpan<byte> datagram = transport.Receive();
                while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
                {
                    if (!IsAnswer(message, sequence))
                    {
                        continue;
                    }

                    if (message.Type == NetlinkMessageType.Error)
                    {
                        verdict = NetlinkProtocol.ReadError(message);
                        return null;
                    }

                    return decode(message);
                }
            }
        }
    }

    /// <summary>Reads a whole table, again from the start when the kernel says it changed meanwhile.</summary>
    public List<T> Dump<T>(NetlinkRequest request, in Operation operation, Decoder<T> decode)
        where T : class
    {
        lock (_gate)
        {
            for (int attempt = 0; attempt < MaximumDumps; attempt++)
            {
                List<T> result = [];
                if (TryDump(request, operation, decode, result))
                {
                    return result;
                }
            }
        }

        throw new NetworkException(
            FaultKind.Busy, operation.Subject, $"Cannot {operation.Describe()}: the table changed during {MaximumDumps} reads in a row.");
    }

    public void Dispose() => transport.Dispose();

    private bool TryDump<T>(NetlinkRequest request, in Operation operation, Decoder<T> decode, List<T> result)
        where T : class
    {
        uint sequence = Send(request, NetlinkFlags.Dump, operation);
        bool consistent = true;
        while (true)
        {
            ReadOnlySpan<byte> datagram = transport.Receive();
            while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
            {
                if (!IsAnswer(message, sequence))
                {
                    continue;
                }

                // An interrupted dump is read to its end all the same, so that the next starts clean.
                consistent &= (message.Flags & NetlinkFlags.DumpInterrupted) == 0;
                switch (message.Type)
                {
                    case NetlinkMessageType.Done:
                        NetlinkProtocol.ReadDone(message).ThrowIfFailed(operation);
                        return consistent;
                    case NetlinkMessageType.Error:
                        NetlinkProtocol.ReadError(message).ThrowIfFailed(operation);
                        return consistent;
                    case NetlinkMessageType.Noop:
                        break;
                    default:
                        if (decode(message) is { } item)
                        {
                            result.Add(item);
                        }

                        break;
                }
            }
        }
    }

    private uint Send(NetlinkRequest request, NetlinkFlags flags, in Operation operation)
    {
        Trace?.Invoke(operation.Describe());
        uint sequence = ++_sequence;
        transport.Send(request.Finish(sequence, flags));
        return sequence;
    }

    /// <summary>Whether a message answers this request. What an abandoned earlier request left behind is passed over.</summary>
    private bool IsAnswer(NetlinkMessage message, uint sequence)
    {
        if (message.Port != transport.Port)
        {
            throw NetlinkProtocol.Malformed($"an answer for port {message.Port}, ours is {transport.Port}");
        }

        int distance = (int)(message.Sequence - sequence);
        return distance <= 0
            ? distance == 0
            : throw NetlinkProtocol.Malformed($"an answer to request {message.Sequence}, the last one sent was {sequence}");
    }
}
