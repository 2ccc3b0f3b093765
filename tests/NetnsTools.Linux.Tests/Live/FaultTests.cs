using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Whichever system call fails, and however: a change has happened wholly, or left nothing.</summary>
[Collection(Alone.Name)]
public sealed class FaultTests
{
    [RootFact]
    public void Creating_a_namespace() => Faults.Everywhere(
        static () =>
        {
            TemporaryStore place = Prepared();
            return new Deed(() => place.Store.Create("ns-1").Dispose(), () => Deed.Names(place.Store), place);
        },
        least: 12);

    [RootFact]
    public void Creating_the_first_namespace() => Faults.Everywhere(
        static () =>
        {
            TemporaryStore place = new();
            return new Deed(() => place.Store.Create("ns-1").Dispose(), () => Deed.Names(place.Store), place);
        },
        least: 15);

    [RootFact]
    public void Creating_several_namespaces_each_is_all_or_nothing() => Faults.Everywhere(
        static () =>
        {
            TemporaryStore place = Prepared();
            return new Deed(
                () =>
                {
                    NamespaceCreation[] made = [.. place.Store.Create(["ns-1", "ns-2", "ns-3"])];
                    _ = SystemCallFaults.Disarm();
                    Array.ForEach(made, static one => one.Handle?.Dispose());
                    string[] names = [.. made.Where(static one => one.Handle is not null).Select(static one => one.Name)];
                    Assert.Equal(names, place.Store.List().Where(static entry => entry.State == NamespaceState.Live).Select(static entry => entry.Name).Skip(1));
                    if (made.FirstOrDefault(static one => one.Error is not null).Error is { } error)
                    {
                        Array.ForEach(names, place.Store.Remove);
                        throw error;
                    }
                },
                () => Deed.Names(place.Store),
                place);
        },
        least: 30);

    [RootFact]
    public void Naming_a_namespace_that_lives() => Faults.Everywhere(
        static () =>
        {
            TemporaryStore place = Prepared();
            return new Deed(
                () =>
                {
                    using NamespaceHandle handle = place.Store.Open("ns-0");
                    place.Store.Adopt("ns-1", handle).Dispose();
                },
                () => Deed.Names(place.Store),
                place);
        },
        least: 10);

    [RootFact]
    public void Removing_a_namespace() => Faults.Everywhere(
        static () =>
        {
            TemporaryStore place = Prepared();
            return new Deed(
                () =>
                {
                    using NamespaceRemover remover = new(place.Store);
                    remover.Remove("ns-0");
                },
                () => Deed.Names(place.Store),
                place);
        },
        least: 6);

    [RootFact]
    public void Freeing_the_name_of_a_link_into_a_removed_namespace() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new(cable: true);
            return new Deed(
                () => place.Connect((left, _, _) =>
                {
                    using NamespaceRemover remover = new(place.Store);
                    remover.Remove("right");
                    _ = remover.Complete(out NetworkException? refusal);
                    _ = SystemCallFaults.Disarm();
                    Assert.True(
                        refusal is not null || left.Route.Links.ListVeths().Count == 0,
                        $"A link is left, and nobody says so after {string.Join(", ", SystemCallFaults.Calls)}.");
                }),
                () => Deed.Names(place.Store),
                place);
        },
        least: 50,
        [Errno.PermissionDenied, Errno.NoBuffers]);

    [RootFact]
    public void Creating_a_pair_with_addresses() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new();
            return new Deed(() => place.Connect(static (left, right, stop) => VethPairCreation.Create(
                left.Route, right.Route, left.End("veth-1", "10.0.0.10/16"), right.End("veth-2", "10.0.0.20/16"), up: true, stop)), place.Look, place);
        },
        least: 10);

    [RootFact]
    public void Creating_a_pair_in_one_namespace() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new();
            return new Deed(() => place.Connect(static (left, _, stop) => VethPairCreation.Create(
                left.Route, left.Route, left.End("veth-1", "10.0.0.10/16"), left.End("veth-2", "10.0.0.20/16"), up: true, stop)), place.Look, place);
        },
        least: 10);

    [RootFact]
    public void Changing_a_link() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new(cable: true);
            return new Deed(
                () => place.Connect(static (left, _, _) => LinkTransaction.Change(
                    left.Route,
                    left.Route.Links.Get("veth-1"),
                    new LinkChange { Mtu = 1400, Alias = "to the right", Name = "renamed", Group = 7 })),
                place.Look,
                place);
        },
        least: 6);

    [RootFact]
    public void Moving_a_link() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new(cable: true, up: false);
            return new Deed(
                () => place.Connect(static (left, right, _) => LinkTransaction.Move(
                    (left.Route, left.Handle), (right.Route, right.Handle), left.Route.Links.Get("veth-1"), new LinkChange { Mtu = 1400, Name = "moved", Up = true })),
                place.Look,
                place);
        },
        least: 10);

    [RootFact]
    public void Deleting_links_together() => Faults.Everywhere(
        static () =>
        {
            TwoPlaces place = new(cable: true);
            return new Deed(
                () => place.Connect(static (left, _, _) => left.Route.Links.Delete([.. left.Route.Links.ListVeths()])),
                place.Look,
                place);
        },
        least: 6);

    private static TemporaryStore Prepared()
    {
        TemporaryStore place = new();
        place.Store.Create("ns-0").Dispose();
        return place;
    }

    private sealed class TwoPlaces : IDisposable
    {
        private readonly TemporaryStore _temporary = new();

        public NamespaceStore Store => _temporary.Store;

        public TwoPlaces(bool cable = false, bool up = true)
        {
            _temporary.Store.Create("left").Dispose();
            _temporary.Store.Create("right").Dispose();
            if (cable)
            {
                Connect((left, right, stop) =>
                {
                    _ = VethPairCreation.Create(left.Route, right.Route, left.End("veth-1"), right.End("veth-2"), up, stop);
                    _ = VethPairCreation.Create(left.Route, right.Route, left.End("veth-3"), right.End("veth-4"), up, stop);
                });
            }
        }

        public void Connect(Action<Side, Side, StopSignal> action)
        {
            using StopSignal stop = new();
            using NamespaceHandle left = _temporary.Store.Open("left");
            using NamespaceHandle right = _temporary.Store.Open("right");
            using RouteConnection leftRoute = RouteConnection.Open(left);
            using RouteConnection rightRoute = RouteConnection.Open(right);
            action(new Side(left, leftRoute), new Side(right, rightRoute), stop);
        }

        public string Look()
        {
            List<string> sides = [Deed.Names(_temporary.Store)];
            Connect((left, right, _) => sides.AddRange(LinkWords.Of(left.Route), "--", LinkWords.Of(right.Route)));
            return string.Join('\n', sides);
        }

        public void Dispose() => _temporary.Dispose();
    }

    private sealed record Side(NamespaceHandle Handle, RouteConnection Route)
    {
        public VethEndSpecification End(string name, string? address = null) =>
            new() { Name = name, Namespace = Handle, Addresses = address is null ? [] : [AddressPrefix.Parse(address)] };
    }
}
