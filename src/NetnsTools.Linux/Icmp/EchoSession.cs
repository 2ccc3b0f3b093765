using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Icmp;

/// <summary>A series of echoes from inside a namespace. The caller pulls one outcome after the other.</summary>
public sealed class EchoSession : IDisposable
{
    private const int TokenLength = 8;
    private const int AddressLength = 16; // the longer of both
    private const int NanosecondsPerTick = 100;

    private readonly EchoSocket _socket;
    private readonly EchoOptions _options;
    private readonly StopSignal _stop;
    private readonly byte[] _packet;
    private readonly byte[] _token = RandomNumberGenerator.GetBytes(TokenLength);
    private readonly Dictionary<ushort, Pending> _pending = [];
    private readonly Queue<Pending> _order = new();
    private readonly ushort _identifier;
    private readonly long _interval;
    private readonly long _timeout;
    private long _nextSend;
    private int _sent;

    /// <summary>Opens the socket; nothing is sent yet.</summary>
    /// <param name="target">The namespace to send from. May be disposed afterwards.</param>
    /// <param name="options">What to send.</param>
    /// <param name="stop">Ends every wait.</param>
    /// <exception cref="KernelException">Raw sockets need CAP_NET_RAW; a source address or a link may not exist.</exception>
    public EchoSession(NamespaceHandle target, EchoOptions options, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentOutOfRangeException.ThrowIfNegative(options.PayloadSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.PayloadSize, EchoOptions.MaximumPayload);
        _options = options;
        _stop = stop;
        _interval = options.Interval.Ticks * NanosecondsPerTick;
        _timeout = options.Timeout.Ticks * NanosecondsPerTick;
        _identifier = (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue + 1);
        _packet = new byte[EchoCodec.HeaderLength + options.PayloadSize];
        FillPayload(_packet.AsSpan(EchoCodec.HeaderLength));
        _socket = new EchoSocket(target, options);
        _nextSend = LibC.Now(LibC.CLOCK_MONOTONIC);
    }

    /// <summary>Echoes handed to the kernel so far, those it refused included.</summary>
    public int Sent => _sent;

    /// <summary>Replies that came a second time, or too late.</summary>
    public int Unexpected { get; private set; }

    /// <summary>Waits for the next outcome; null when all are in, or when stopped.</summary>
    public EchoOutcome? Next()
    {
        while (!_stop.IsRaised)
        {
            if (IsSendDue() && Send() is { } refused)
            {
                return refused;
            }

            if (Receive() is { } answered)
            {
                return answered;
            }

            if (TakeExpired() is { } lost)
            {
                return lost;
            }

            if (_pending.Count == 0 && IsAllSent)
            {
                return null;
            }

            if (!IsSendDue())
            {
                _ = LibC.WaitReadable(_socket.Descriptor, _stop.Descriptor, Math.Max(0, NextEvent() - LibC.Now(LibC.CLOCK_MONOTONIC)));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool IsAllSent => _options.Count is { } count && _sent >= count;

    private bool IsSendDue() =>
        !IsAllSent && (_interval == 0 ? _pending.Count == 0 : LibC.Now(LibC.CLOCK_MONOTONIC) >= _nextSend);

    private EchoOutcome? Send()
    {
        int number = ++_sent;
        ushort sequence = (ushort)number;
        EchoCodec.WriteRequest(_packet, _socket.IsIPv6, _identifier, sequence);
        long monotonic = LibC.Now(LibC.CLOCK_MONOTONIC);
        Pending echo = new(number, monotonic, LibC.Now(LibC.CLOCK_REALTIME));
        Errno errno = _socket.Send(_packet);
        // From send to send, whatever the last wait overslept; but no burst after a long standstill.
        _nextSend = Math.Max(_nextSend + _interval, monotonic);
        if (errno != Errno.None)
        {
            return Outcome(echo, SendStatus(errno)) with { Errno = errno };
        }

        _pending[sequence] = echo;
        _order.Enqueue(echo);
        return null;
    }

    private EchoOutcome? Receive()
    {
        while (_pending.Count > 0 && _socket.TryReceive(out ReadOnlySpan<byte> datagram, out IPAddress sender, out Ancillary ancillary))
        {
            if ((_socket.IsIPv6 ? EchoCodec.Read6(datagram) : EchoCodec.Read4(datagram)) is not { } message || !IsOurs(message, datagram, sender))
            {
                continue;
            }

            if (!_pending.Remove(message.Sequence, out Pending echo))
            {
                Unexpected++;
                continue;
            }

            if (_pending.Count == 0)
            {
                // With answers at once nothing ever expires: the queue would grow for as long as it goes on.
                _order.Clear();
            }

            return Answered(echo, message, sender, ancillary);
        }

        return null;
    }

    private bool IsOurs(in EchoMessage message, ReadOnlySpan<byte> datagram, IPAddress sender)
    {
        if (message.Identifier != _identifier)
        {
            return false;
        }

        if (message.Target is { } target)
        {
            return SameAddress(target, _options.Destination);
        }

        // Another pinger may have drawn the same identifier: the token settles it.
        ReadOnlySpan<byte> payload = datagram[message.Payload];
        int token = Math.Min(TokenLength, _options.PayloadSize);
        return SameAddress(sender, _options.Destination)
            && payload.Length >= token
            && payload[..token].SequenceEqual(_token.AsSpan(0, token));
    }

    private EchoOutcome? TakeExpired()
    {
        while (_order.TryPeek(out Pending oldest))
        {
            bool answered = !_pending.TryGetValue((ushort)oldest.Number, out Pending waiting) || waiting != oldest;
            if (!answered && LibC.Now(LibC.CLOCK_MONOTONIC) < oldest.Monotonic + _timeout)
            {
                return null;
            }

            _ = _order.Dequeue();
            if (!answered)
            {
                _ = _pending.Remove((ushort)oldest.Number);
                return Outcome(oldest, EchoStatus.TimedOut);
            }
        }

        return null;
    }

    private long NextEvent()
    {
        long deadline = _order.TryPeek(out Pending oldest) ? oldest.Monotonic + _timeout : long.MaxValue;
        return IsAllSent || _interval == 0 ? deadline : Math.Min(deadline, _nextSend);
    }

    private EchoOutcome Answered(in Pending echo, in EchoMessage message, IPAddress sender, in Ancillary ancillary) => new()
    {
        Sequence = echo.Number,
        Identifier = _identifier,
        Status = message.Status,
        SentAt = SentAt(echo),
        Address = sender,
        RoundTripTime = message.Status == EchoStatus.Success ? RoundTrip(echo, ancillary.ReceivedAt) : TimeSpan.Zero,
        TimeToLive = message.TimeToLive ?? ancillary.HopLimit,
        Size = message.Size,
    };

    private EchoOutcome Outcome(in Pending echo, EchoStatus status) => new()
    {
        Sequence = echo.Number,
        Identifier = _identifier,
        Status = status,
        SentAt = SentAt(echo),
    };

    private static DateTimeOffset SentAt(in Pending echo) => DateTimeOffset.UnixEpoch.AddTicks(echo.Realtime / NanosecondsPerTick);

    private static TimeSpan RoundTrip(in Pending echo, long? receivedAt)
    {
        // The kernel's timestamp keeps the scheduler out; the monotonic clock bounds it should the wall clock be set.
        long upperBound = LibC.Now(LibC.CLOCK_MONOTONIC) - echo.Monotonic;
        long measured = receivedAt is { } time ? time - echo.Realtime : upperBound;
        return TimeSpan.FromTicks((measured < 0 || measured > upperBound ? upperBound : measured) / NanosecondsPerTick);
    }

    private static EchoStatus SendStatus(Errno errno) => errno switch
    {
        Errno.NetworkUnreachable => EchoStatus.NetworkUnreachable,
        Errno.HostUnreachable => EchoStatus.HostUnreachable,
        Errno.MessageTooLong => EchoStatus.PacketTooBig,
        Errno.PermissionDenied or Errno.AccessDenied => EchoStatus.Prohibited,
        _ => EchoStatus.SendFailed,
    };

    // The scope is how to get there, not part of the address that comes back.
    private static bool SameAddress(IPAddress left, IPAddress right)
    {
        Span<byte> one = stackalloc byte[AddressLength];
        Span<byte> other = stackalloc byte[AddressLength];
        return left.TryWriteBytes(one, out int length) && right.TryWriteBytes(other, out int otherLength)
            && one[..length].SequenceEqual(other[..otherLength]);
    }

    private void FillPayload(Span<byte> payload)
    {
        for (int index = 0; index < payload.Length; index++)
        {
            payload[index] = (byte)index;
        }

        _token.AsSpan(0, Math.Min(TokenLength, payload.Length)).CopyTo(payload);
    }

    private readonly record struct Pending(int Number, long Monotonic, long Realtime);
}
