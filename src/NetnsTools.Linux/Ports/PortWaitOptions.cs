using System;
using System.Collections.Generic;
using System.Net;
using NetnsTools.Linux.Sockets;

namespace NetnsTools.Linux.Ports;

/// <summary>What to wait for.</summary>
public sealed record PortWaitOptions
{
    /// <summary>The lowest port that something can listen on.</summary>
    public const int MinimumPort = 1;

    /// <summary>The highest port.</summary>
    public const int MaximumPort = 65535;

    /// <summary>The ports, each once.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>TCP, which must listen, or UDP, which must be bound and have no fixed peer.</summary>
    public SocketProtocol Protocol { get; init; } = SocketProtocol.Tcp;

    /// <summary>Only what takes connections to this address counts; null for any.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How long at most, for all ports together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the opposite: that nothing listens any more.</summary>
    public bool Gone { get; init; }

    /// <summary>Says why nothing will come any more (<c>the program has ended with exit code 1: …</c>); null while it still may.</summary>
    /// <remarks>Asked before each look, and only when something is to come: whoever should listen may end at any time.</remarks>
    public Func<string?>? Ended { get; init; }

    /// <summary>Hears the time that has passed, before each pause.</summary>
    public Action<TimeSpan>? Pausing { get; init; }

    /// <summary>Refuses what no port can be.</summary>
    /// <exception cref="NetworkException">It is out of range; the message says of which.</exception>
    public static void ValidatePort(int port)
    {
        if (port is < MinimumPort or > MaximumPort)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Port, $"{port} is not a port: ports go from {MinimumPort} to {MaximumPort}.");
        }
    }
}

/// <summary>What became of one port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Socket">What listens; null where nothing does, as was asked or not.</param>
/// <param name="Failure">Why it did not come to what was asked for; null where it did.</param>
public sealed record PortOutcome(int Port, SocketEntry? Socket, NetworkException? Failure);
