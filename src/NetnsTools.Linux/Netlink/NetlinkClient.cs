using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Netlink;

/// <summary>Requests, acknowledgements and dumps over a transport. Knows no kernel object.</summary>
/// <remarks>One exchange at a time: the caller's lock is its own affair, ours keeps two threads' answers apart.</remarks>
internal sealed class NetlinkClient(INetlinkTransport transport) : IDisposable
{
    // A table that changes during ten dumps in a row changes faster than anyone could use the answer.
    private const int MaximumDumps = 10;

    // The kernel copies a datagram into one piece of memory, and holds at most what the send buffer does.
    private const int LargestDatagram = 32 * 1024;

    [ThreadStatic]
    private static byte[]? _threadBuffer;

    private readonly object _gate = new();
    private uint _sequence = (uint)Environment.TickCount;

    /// <summary>Hears each request in words before it is sent.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Sends a request and waits for its acknowledgement.</summary>
    /// <exception cref="KernelException">The kernel refused it.</exception>
    public void Execute(NetlinkRequest request, in Operation operation) => Execute(new CommandStep(request, operation));

    /// <inheritdoc cref="Execute(NetlinkRequest, in Operation)"/>
    public void Execute(CommandStep step)
    {
        Run(step);
        step.ThrowIfFailed();
    }

    /// <summary>The same, with the kernel's refusal as a value.</summary>
    public NetlinkVerdict TryExecute(NetlinkRequest request, in Operation operation)
    {
        CommandStep step = new(request, operation);
        Run(step);
        return step.Verdict;
    }

    /// <summary>Sends a request for one object.</summary>
    /// <exception cref="KernelException">The kernel refused it, or there is no such object.</exception>
    public T Query<T>(NetlinkRequest request, in Operation operation, NetlinkDecoder<T> decode)
        where T : class
    {
        QueryStep<T> step = new(request, operation, decode);
        Run(step);
        return step.ValueOrThrow();
    }

    /// <summary>The same, with the kernel's refusal as a value.</summary>
    public T? TryQuery<T>(NetlinkRequest request, in Operation operation, NetlinkDecoder<T> decode, out NetlinkVerdict verdict)
        where T : class
    {
        QueryStep<T> step = new(request, operation, decode);
        Run(step);
        verdict = step.Verdict;
        return step.Value;
    }

    /// <summary>Reads a whole table, again from the start when the kernel says it changed meanwhile.</summary>
    public List<T> Dump<T>(NetlinkRequest request, in Operation operation, NetlinkDecoder<T> decode)
        where T : class
    {
        for (int attempt = 0; attempt < MaximumDumps; attempt++)
        {
            DumpStep<T> step = new(request, operation, decode);
            Run(step);
            step.ThrowIfFailed();
            if (step.IsConsistent)
            {
                return step.Items;
            }
        }

        throw new NetworkException(
            FaultKind.Busy, operation.Subject, $"Cannot {operation.Describe()}: the table changed during {MaximumDumps} reads in a row.");
    }

    /// <summary>Reads a part of a table of which the kernel does not say whether it changed meanwhile.</summary>
    /// <returns>What came in one datagram, and so was read at one moment; null where it took several.</returns>
    public List<T>? DumpAtOnce<T>(NetlinkRequest request, in Operation operation, NetlinkDecoder<T> decode)
        where T : class
    {
        DumpStep<T> step = new(request, operation, decode);
        Run(step);
        step.ThrowIfFailed();
        return step.IsOfOneMoment ? step.Items : null;
    }

    /// <summary>Sends requests together and waits for their answers: the kernel takes them in order, and goes on behind one that it refuses.</summary>
    /// <param name="steps">What each was answered is in it afterwards. As many as fit into a datagram go at once.</param>
    public void Run(params ReadOnlySpan<NetlinkStep> steps)
    {
        lock (_gate)
        {
            while (!steps.IsEmpty)
            {
                int count = Send(steps);
                Receive(steps[..count]);
                steps = steps[count..];
            }
        }
    }

    public void Dispose() => transport.Dispose();

    private int Send(ReadOnlySpan<NetlinkStep> steps)
    {
        int count = 1;
        int length = steps[0].Request.Length;
        while (count < steps.Length && length + steps[count].Request.Length <= LargestDatagram)
        {
            length += steps[count++].Request.Length;
        }

        if (count == 1)
        {
            transport.Send(Finish(steps[0], isLast: true));
            return 1;
        }

        Span<byte> datagram = _threadBuffer ??= new byte[LargestDatagram];
        length = 0;
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> message = Finish(steps[index], index == count - 1);
            message.CopyTo(datagram[length..]);
            length += NetlinkLayout.Align(message.Length);
        }

        transport.Send(datagram[..length]);
        return count;
    }

    private ReadOnlySpan<byte> Finish(NetlinkStep step, bool isLast)
    {
        Trace?.Invoke(step.Operation.Describe());
        return step.Request.Finish(++_sequence, step.FlagsWhere(isLast));
    }

    // The last one is always answered, and behind all others.
    private void Receive(ReadOnlySpan<NetlinkStep> steps)
    {
        uint first = _sequence - (uint)(steps.Length - 1);
        bool isDone = false;
        while (!isDone)
        {
            ReadOnlySpan<byte> datagram = transport.Receive();
            steps[^1].BeginDatagram();
            while (!isDone && NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
            {
                int index = IndexOf(message, first, steps.Length);
                isDone = index >= 0 && steps[index].Accept(message) && index == steps.Length - 1;
            }
        }
    }

    /// <summary>Which request a message answers; below zero for what an abandoned earlier request left behind.</summary>
    private int IndexOf(NetlinkMessage message, uint first, int count)
    {
        if (message.Port != transport.Port)
        {
            throw NetlinkProtocol.Malformed($"an answer for port {message.Port}, ours is {transport.Port}");
        }

        int distance = (int)(message.Sequence - first);
        return distance < count
            ? distance
            : throw NetlinkProtocol.Malformed($"an answer to request {message.Sequence}, the last one sent was {first + (uint)count - 1}");
    }
}
