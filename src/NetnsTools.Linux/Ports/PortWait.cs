using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using NetnsTools.Linux.Sockets;

namespace NetnsTools.Linux.Ports;

/// <summary>Waits until something listens on ports inside a namespace, or nothing any more.</summary>
/// <remarks>
/// Seen in the kernel's table of sockets: a connection would be counted by whatever listens. The kernel tells nobody that a
/// socket starts to listen, so the table is read again and again, with pauses that grow to 50 ms.
/// </remarks>
public sealed class PortWait : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly NamespaceHandle _place;
    private readonly NamespaceStore _store;
    private readonly PortWaitOptions _options;
    private readonly StopSignal _stop;
    private readonly SocketTable _table;
    private readonly List<int> _missing;
    private readonly Queue<PortOutcome> _ready = new();
    private readonly Stopwatch _elapsed = new();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Prepares the wait.</summary>
    /// <param name="place">The namespace; it must stay open as long as this is used.</param>
    /// <param name="store">Where its name is looked up, to see whether it was removed meanwhile.</param>
    /// <param name="options">What to wait for.</param>
    /// <param name="stop">Ends the wait from another thread.</param>
    /// <exception cref="NetworkException">A port is out of range, or the table of sockets cannot be opened.</exception>
    public PortWait(NamespaceHandle place, NamespaceStore store, PortWaitOptions options, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stop);
        foreach (int port in options.Ports)
        {
            PortWaitOptions.ValidatePort(port);
        }

        _place = place;
        _store = store;
        _options = options;
        _stop = stop;
        _missing = [.. options.Ports.Distinct()];
        _table = SocketTable.Open(place);
    }

    /// <summary>The next port of which something can be said; waits for it.</summary>
    /// <returns>Null when all was said, or when the wait was stopped.</returns>
    /// <exception cref="NetworkException">The namespace was removed meanwhile, or its table cannot be read.</exception>
    public PortOutcome? Next()
    {
        _elapsed.Start();
        while (!_stop.IsRaised)
        {
            if (_ready.TryDequeue(out PortOutcome? outcome))
            {
                return outcome;
            }

            if (_missing.Count == 0)
            {
                return null;
            }

            // Both asked before the look: what listens nevertheless is found.
            bool isLast = _elapsed.Elapsed >= _options.Timeout;
            string? ended = _options.Gone ? null : _options.Ended?.Invoke();
            Look();
            if (_missing.Count > 0 && (ended is not null || isLast))
            {
                GiveUp(ended);
            }
            else if (_missing.Count > 0 && _ready.Count == 0)
            {
                EnsureNamed();
                Pause();
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    /// <summary>What listens there, the most general first: that of all addresses, that of IPv4.</summary>
    internal static SocketEntry? Choose(IEnumerable<SocketEntry> sockets, int port, IPAddress? address) => sockets
        .Where(socket => socket.LocalPort == port && socket.IsOpen && (address is null || socket.Accepts(address)))
        .OrderBy(static socket => !socket.LocalAddress.Equals(IPAddress.Any) && !socket.LocalAddress.Equals(IPAddress.IPv6Any))
        .FirstOrDefault();

    private void Look()
    {
        SocketQuery query = new()
        {
            Protocol = _options.Protocol,
            States = _options.Protocol == SocketProtocol.Tcp ? SocketStates.Listening : SocketStates.Closed,
            LowestPort = _missing.Min(),
            HighestPort = _missing.Max(),
        };
        IReadOnlyList<SocketEntry> sockets = _table.List(query);
        foreach (int port in _missing.ToArray())
        {
            SocketEntry? socket = Choose(sockets, port, _options.Address);
            if (socket is null == _options.Gone)
            {
                _ = _missing.Remove(port);
                _ready.Enqueue(new PortOutcome(port, socket, null));
            }
        }
    }

    private void GiveUp(string? ended)
    {
        PortDiagnosis diagnosis = new(_place, _table, _options);
        foreach (int port in _missing)
        {
            NetworkException failure = ended is null
                ? new NetworkException(FaultKind.TimedOut, ObjectKind.Port, diagnosis.TimedOut(port))
                : new NetworkException(FaultKind.Failed, ObjectKind.Port, diagnosis.Ended(port, ended));
            _ready.Enqueue(new PortOutcome(port, null, failure));
        }

        _missing.Clear();
    }

    // Held by this very wait it would live on, without a name, and nobody could start anything in it.
    private void EnsureNamed()
    {
        if (_place.Name is not { } name)
        {
            return;
        }

        if (_store.Find(name) is not { Identity: { } identity })
        {
            throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Namespace, $"Namespace '{name}' was removed while its ports were waited for.", null, name);
        }

        _place.EnsureIs(identity, $"Namespace '{name}' was removed while its ports were waited for; another one has the name now.");
    }

    private void Pause()
    {
        TimeSpan left = _options.Timeout - _elapsed.Elapsed;
        if (left > TimeSpan.Zero)
        {
            _options.Pausing?.Invoke(_elapsed.Elapsed);
            _ = _stop.Wait(left < _pause ? left : _pause);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }
}
