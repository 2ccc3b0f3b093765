using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Namespaces of one test under names that nobody else uses; all are gone when it is disposed.</summary>
internal sealed class TestNetwork : IDisposable
{
    private readonly string _stem = RandomNumberGenerator.GetHexString(6, lowercase: true);
    private readonly HashSet<string> _names = [];
    private readonly Stack<IDisposable> _owned = new();
    private int _count;

    public NamespaceStore Store { get; init; } = new();

    /// <summary>A fresh name for a namespace; what is there under it in the end is removed.</summary>
    /// <param name="suffix">More of the name; the part before it has 11 bytes, 12 from the tenth on.</param>
    public string NewName(string suffix = "")
    {
        string name = $"nt-{_stem}-{Next()}{suffix}";
        _ = _names.Add(name);
        return name;
    }

    /// <summary>A fresh name for an interface.</summary>
    public string NewLinkName() => $"nt{_stem}{Next()}";

    /// <summary>A fresh namespace.</summary>
    public NamespaceHandle Create(bool loopback = true) => Own(Store.Create(NewName(), loopback));

    public RouteConnection Connect(NamespaceHandle target) => Own(RouteConnection.Open(target));

    /// <summary>A fresh namespace and rtnetlink inside.</summary>
    public Place CreatePlace(bool loopback = true)
    {
        NamespaceHandle handle = Create(loopback);
        return new Place(handle, Connect(handle));
    }

    /// <summary>A veth pair with its ends in two places.</summary>
    public (Link Left, Link Right) CreatePair(Place left, Place right)
    {
        (string leftName, string rightName) = (NewLinkName(), NewLinkName());
        left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = leftName },
            new VethEndSpecification { Name = rightName, Namespace = right.Handle });
        return (left.Route.Links.Get(leftName), right.Route.Links.Get(rightName));
    }

    public T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }

        foreach (string name in _names)
        {
            if (Store.Find(name) is not null)
            {
                Store.Remove(name);
            }
        }
    }

    private string Next() => (++_count).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A namespace and rtnetlink inside.</summary>
internal sealed record Place(NamespaceHandle Handle, RouteConnection Route)
{
    /// <summary>The name under the run directory.</summary>
    public string Name => Handle.Label!;
}
