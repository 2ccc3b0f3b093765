using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Namespaces removed with the links that reach out of them.</summary>
/// <remarks>The places' own handles keep the removed namespaces alive: a link that goes was deleted explicitly.</remarks>
public sealed class NamespaceRemoverTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly NamespaceRemover _remover;

    public NamespaceRemoverTests() => _remover = new NamespaceRemover(Store);

    private NamespaceStore Store => _network.Store;

    public void Dispose()
    {
        _remover.Dispose();
        _network.Dispose();
    }

    [RootFact]
    public void The_names_of_links_that_reach_out_are_free_when_it_is_done()
    {
        foreach (int count in (int[])[1, 5])
        {
            (Place survivor, Place removed) = Places();
            string[] names = [.. Enumerable.Range(0, count).Select(_ => _network.CreatePair(survivor, removed).Left.Name)];

            _remover.Remove(removed.Name);
            Assert.Null(Store.Find(removed.Name));
            Assert.Equal(["lo", .. names], Names(survivor));
            _remover.Complete();

            Assert.Equal(["lo"], Names(survivor));
            Assert.Equal(["lo"], Names(removed));
        }
    }

    [RootFact]
    public void That_goes_for_links_into_the_current_namespace_too()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        Place host = new(current, _network.Connect(current));
        Place removed = _network.CreatePlace();
        Link link = _network.CreatePair(host, removed).Left;

        _remover.Remove(removed.Name);
        _remover.Complete();

        Assert.Null(host.Route.Links.Find(link.Name));
    }

    [RootFact]
    public void A_link_between_two_removed_namespaces_is_left_to_the_kernel()
    {
        Place survivor = _network.CreatePlace();
        Place[] removed = [.. Enumerable.Range(0, 4).Select(_ => _network.CreatePlace())];
        // Neighbours in the list and the two furthest apart.
        Link[] inner =
        [
            _network.CreatePair(removed[0], removed[1]).Left, _network.CreatePair(removed[0], removed[3]).Left,
            _network.CreatePair(removed[0], removed[0]).Left,
        ];
        Link outer = _network.CreatePair(survivor, removed[0]).Left;

        foreach (Place place in removed)
        {
            _remover.Remove(place.Name);
        }

        _remover.Complete();

        Assert.Equal(["lo"], Names(survivor));
        Assert.All(inner, link => Assert.NotNull(removed[0].Route.Links.Find(link.Name)));
        Assert.Equal(["lo", "lo"], [.. Names(removed[1])[..1], .. Names(removed[3])[..1]]);
        Assert.Equal((2, 2), (Names(removed[1]).Length, Names(removed[3]).Length));
        Assert.Null(survivor.Route.Links.Find(outer.Name));
    }

    [RootFact]
    public void A_link_between_two_namespaces_that_are_removed_one_after_the_other_is_deleted()
    {
        (Place first, Place second) = Places();
        _ = _network.CreatePair(first, second);

        _remover.Remove(first.Name);
        _remover.Complete();
        _remover.Remove(second.Name);
        _remover.Complete();

        Assert.Equal(["lo"], Names(second));
    }

    [RootFact]
    public void A_second_name_keeps_the_namespace_and_its_links()
    {
        (Place survivor, Place removed) = Places();
        Link link = _network.CreatePair(survivor, removed).Left;
        string second = SecondName(removed);

        _remover.Remove(removed.Name);
        _remover.Complete();

        Assert.Null(Store.Find(removed.Name));
        Assert.Equal(removed.Handle.Identity, Store.Find(second)?.Identity);
        Assert.NotNull(survivor.Route.Links.Find(link.Name));

        _remover.Remove(second, removed.Handle.Identity);
        _remover.Complete();
        Assert.Null(survivor.Route.Links.Find(link.Name));
    }

    [RootFact]
    public void When_all_names_of_a_namespace_go_its_links_go_once()
    {
        (Place survivor, Place removed) = Places();
        _ = _network.CreatePair(survivor, removed);
        string second = SecondName(removed);

        _remover.Remove(removed.Name);
        _remover.Remove(second);
        _remover.Complete();

        Assert.Equal(["lo"], Names(survivor));
    }

    [RootFact]
    public void A_namespace_that_has_the_name_now_instead_of_the_one_meant_is_not_removed()
    {
        string name = _network.NewName();
        using NamespaceHandle first = Store.Create(name);
        Store.Remove(name);
        using NamespaceHandle second = Store.Create(name);

        NetworkException exception = Assert.Throws<NetworkException>(() => _remover.Remove(name, first.Identity));
        Assert.Equal(FaultKind.Replaced, exception.Fault);
        Assert.Equal(second.Identity, Store.Find(name)?.Identity);

        _remover.Remove(name, second.Identity);
        Assert.Null(Store.Find(name));
    }

    [RootFact]
    public void A_stale_name_is_removed_and_a_missing_one_is_not_found()
    {
        string name = _network.NewName();
        Store.Create(name).Dispose();
        Assert.Equal(0, LibC.Unmount(Store.PathOf(name), LibC.MNT_DETACH));
        Assert.Equal(NamespaceState.Stale, Store.Find(name)?.State);

        _remover.Remove(name);

        Assert.False(File.Exists(Store.PathOf(name)));
        NetworkException exception = Assert.Throws<NetworkException>(() => _remover.Remove(name));
        Assert.Equal((FaultKind.NotFound, ObjectKind.Namespace), (exception.Fault, exception.Subject));
        Assert.StartsWith($"There is no namespace '{name}'. ", exception.Message, StringComparison.Ordinal);
        _remover.Complete();
    }

    [RootFact]
    public void A_name_of_another_kind_of_namespace_is_removed_like_a_stale_one()
    {
        string name = _network.NewName();
        Store.Create(name).Dispose();
        Assert.Equal(0, LibC.Unmount(Store.PathOf(name), LibC.MNT_DETACH));
        Assert.Equal(0, LibC.Mount("/proc/self/ns/uts", Store.PathOf(name), "none", LibC.MS_BIND, 0));

        _remover.Remove(name);

        Assert.False(File.Exists(Store.PathOf(name)));
    }

    [RootFact]
    public void Links_of_many_into_one_namespace_go_together()
    {
        foreach (bool isNamed in (bool[])[true, false])
        {
            using NamespaceHandle current = NamespaceHandle.OpenCurrent();
            Place survivor = isNamed ? _network.CreatePlace() : new Place(current, _network.Connect(current));
            Place[] removed = [.. Enumerable.Range(0, 20).Select(_ => _network.CreatePlace())];
            string[] names = [.. removed.Select(place => _network.CreatePair(survivor, place).Left.Name)];
            string other = _network.CreatePair(survivor, _network.CreatePlace()).Left.Name;

            foreach (Place place in removed)
            {
                _remover.Remove(place.Name);
            }

            Assert.Empty(_remover.Complete(out NetworkException? refusal));

            Assert.Null(refusal);
            Assert.Equal([other], Names(survivor).Intersect([.. names, other]));
            survivor.Route.Links.Delete(survivor.Route.Links.Get(other));
        }
    }

    [RootFact]
    public void From_a_survivor_only_the_links_into_removed_namespaces_are_deleted()
    {
        (Place survivor, Place other) = Places();
        Place[] removed = [.. Enumerable.Range(0, 3).Select(_ => _network.CreatePlace())];
        Link inner = _network.CreatePair(removed[0], removed[1]).Left;
        string kept = _network.CreatePair(survivor, other).Left.Name;
        (Link left, Link right) = _network.CreatePair(survivor, survivor);
        foreach (Place place in (Place[])[removed[0], removed[2], removed[2]])
        {
            _ = _network.CreatePair(survivor, place);
        }

        InwardLinks.Delete([survivor.Handle, other.Handle], [.. removed.Select(static place => place.Handle)]);

        Assert.Equal(new HashSet<string>(["lo", kept, left.Name, right.Name]), [.. Names(survivor)]);
        Assert.Equal(["lo", inner.Name], Names(removed[0]));
        Assert.Equal(["lo"], Names(removed[2]));
        Assert.Equal(2, Names(other).Length);
    }

    [RootFact]
    public void Who_survives_is_found_by_name_by_mount_and_by_process()
    {
        (Place named, Place mounted) = Places();
        (Place inhabited, Place going) = Places();
        string path = Path.GetTempFileName();
        using Child child = Child.StartInside(Store.PathOf(inhabited.Name), "sleep", "600");
        Assert.Equal(0, LibC.Mount(Store.PathOf(mounted.Name), path, "none", LibC.MS_BIND, 0));
        try
        {
            Store.Remove(mounted.Name);
            Store.Remove(inhabited.Name);
            Store.Remove(going.Name);
            ProcessCensus census = ProcessCensus.Take();
            using NamespaceHandle current = NamespaceHandle.OpenCurrent();

            using SurvivingNamespaces? found = SurvivingNamespaces.Find(Store, [going.Handle], MountedNamespaces.Inodes(), census, int.MaxValue);

            NamespaceIdentity[] identities = [.. found!.Handles.Select(static handle => handle.Identity)];
            Assert.Equal(4, identities.Intersect([current.Identity, named.Handle.Identity, mounted.Handle.Identity, inhabited.Handle.Identity]).Count());
            Assert.DoesNotContain(going.Handle.Identity, identities);
            Assert.Equal(identities.Distinct(), identities);
            Assert.Equal(named.Name, found.Handles.Single(handle => handle.Identity == named.Handle.Identity).Label);
            Assert.Null(SurvivingNamespaces.Find(Store, [going.Handle], MountedNamespaces.Inodes(), census, 3));
        }
        finally
        {
            Assert.Equal(0, LibC.Unmount(path, LibC.MNT_DETACH));
            File.Delete(path);
        }
    }

    [RootFact]
    public void One_that_cannot_be_opened_leaves_the_survivors_unknown()
    {
        ProcessCensus census = ProcessCensus.Take();
        Assert.True(census.IsComplete);
        Assert.Null(SurvivingNamespaces.Find(Store, [], new HashSet<ulong>([1]), census, int.MaxValue));
    }

    [RootFact]
    public void Disposal_does_what_completion_does_and_either_may_come_twice()
    {
        (Place survivor, Place removed) = Places();
        _ = _network.CreatePair(survivor, removed);
        NamespaceRemover remover = new(Store);
        remover.Complete();
        remover.Remove(removed.Name);

        remover.Dispose();
        Assert.Equal(["lo"], Names(survivor));

        // What is made meanwhile is not its business.
        Link later = _network.CreatePair(survivor, removed).Left;
        remover.Dispose();
        remover.Complete();
        Assert.NotNull(survivor.Route.Links.Find(later.Name));
    }

    [RootFact]
    public void Removed_namespaces_in_which_processes_live_on_are_told_by_the_names_they_had()
    {
        Place[] removed = [.. Enumerable.Range(0, 3).Select(_ => _network.CreatePlace())];
        string second = SecondName(removed[2]);
        Child[] children = [.. removed[1..].Select(place => _network.Own(Child.StartInside(Store.PathOf(place.Name), "sleep", "600")))];
        Assert.Empty(_remover.FindInhabited());

        foreach (Place place in removed)
        {
            _remover.Remove(place.Name);
        }

        (string name, IReadOnlyList<ProcessEntry> processes) = Assert.Single(_remover.FindInhabited());
        Assert.Equal(removed[1].Name, name);
        Assert.Equal(children[0].Id, Assert.Single(processes).Id);
        _remover.Remove(second);
        Assert.Equal([removed[1].Name, removed[2].Name], _remover.FindInhabited().Select(static found => found.Name));
        _remover.Complete();
        Assert.Empty(_remover.FindInhabited());
    }

    [RootFact]
    public void The_links_of_a_namespace_that_a_process_keeps_alive_are_deleted_as_well()
    {
        (Place survivor, Place removed) = Places();
        using Child child = Child.StartInside(Store.PathOf(removed.Name), "sleep", "600");
        string name = _network.CreatePair(survivor, removed).Left.Name;

        _remover.Remove(removed.Name);
        _remover.Complete();

        Assert.Null(survivor.Route.Links.Find(name));
        Assert.False(child.HasExited);
    }

    [RootFact]
    public void A_nickname_of_the_current_namespace_is_taken_away_and_nothing_else()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        Place host = new(current, _network.Connect(current));
        string link = _network.CreatePair(host, _network.CreatePlace()).Left.Name;
        string name = _network.NewName();
        Store.Adopt(name, current).Dispose();

        _remover.Remove(name);
        Assert.Empty(_remover.FindInhabited());
        _remover.Complete();

        Assert.Null(Store.Find(name));
        host.Route.Links.Delete([host.Route.Links.Get(link)]);
    }

    [RootFact]
    public void An_adopted_namespace_keeps_its_links_while_somebody_lives_in_it()
    {
        (Place survivor, Place place) = Places();
        using Child child = Child.StartInside(Store.PathOf(place.Name), "sleep", "600");
        Store.Remove(place.Name);
        string link = _network.CreatePair(survivor, place).Left.Name;
        string name = _network.NewName();
        Store.Adopt(name, place.Handle).Dispose();

        _remover.Remove(name);
        Assert.Empty(_remover.FindInhabited());
        _remover.Complete();

        Assert.NotNull(survivor.Route.Links.Find(link));
        Assert.False(NamespaceRemover.IsSystem(place.Handle));
        Store.Adopt(name, place.Handle).Dispose();
        child.Dispose();
        _remover.Remove(name);
        _remover.Complete();
        Assert.Null(survivor.Route.Links.Find(link));
    }

    private static string[] Names(Place place) => [.. place.Route.Links.List().Select(static link => link.Name)];

    private (Place Survivor, Place Removed) Places() => (_network.CreatePlace(), _network.CreatePlace());

    private string SecondName(Place place)
    {
        string name = _network.NewName();
        File.Create(Store.PathOf(name)).Dispose();
        Assert.Equal(0, LibC.Mount(Store.PathOf(place.Name), Store.PathOf(name), "none", LibC.MS_BIND, 0));
        Assert.Equal(place.Handle.Identity, Store.Find(name)?.Identity);
        return name;
    }
}
