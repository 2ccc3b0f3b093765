using System;
using BenchmarkDotNet.Attributes;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Benchmarks;

/// <summary>Requests to the kernel and back, over one socket in the current namespace.</summary>
public class RoundTrips : IDisposable
{
    private readonly NamespaceHandle _current = NamespaceHandle.OpenCurrent();
    private readonly RouteConnection _route;

    /// <summary>Opens the socket.</summary>
    public RoundTrips() => _route = RouteConnection.Open(_current);

    /// <summary>RTM_GETLINK of one link.</summary>
    [Benchmark]
    public object GetLoopback() => _route.Links.Get("lo");

    /// <summary>RTM_GETLINK of all: as many as the namespace has.</summary>
    [Benchmark]
    public object ListLinks() => _route.Links.List();

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the socket.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _route.Dispose();
            _current.Dispose();
        }
    }
}
