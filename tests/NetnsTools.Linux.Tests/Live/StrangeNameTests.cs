using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Names that are legal and look like something else, and symbolic links under the run directory.</summary>
public sealed class StrangeNameTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();
    private readonly string _outside = Directory.CreateTempSubdirectory("nt-outside-").FullName;

    private NamespaceStore Store => _temporary.Store;

    public void Dispose()
    {
        _temporary.Dispose();
        Directory.Delete(_outside, recursive: true);
    }

    [RootTheory]
    [InlineData("-")]
    [InlineData("--all")]
    [InlineData("-n x; reboot")]
    [InlineData("a b")]
    [InlineData(" ")]
    [InlineData("line\nbreak")]
    [InlineData("tab\tand\\040octal")]
    [InlineData("名前空間")]
    [InlineData("ä😀")]
    [InlineData("a\u0308")] // not the same as ä
    [InlineData("pid:1")]
    [InlineData("*")]
    [InlineData("...")]
    public void Such_a_name_is_made_listed_surveyed_and_removed_to_the_letter(string name)
    {
        Store.Create("beside").Dispose();
        using NamespaceHandle handle = Store.Create(name);

        Assert.True(File.Exists($"{Store.Directory}/{name}"));
        Assert.Equal(new[] { name, "beside" }.Order(StringComparer.Ordinal), Store.Names());
        Assert.Equal(new NamespaceEntry(name, Store.PathOf(name), NamespaceState.Live, handle.Identity), Store.Find(name));
        Assert.Equal(FaultKind.AlreadyExists, Assert.Throws<NetworkException>(() => Store.Create(name)).Fault);
        Assert.Contains((Store.PathOf(name), handle.Identity.Inode), MountedNamespaces.List());
        using NamespaceRemover remover = new(Store);
        remover.Remove(name, handle.Identity);
        remover.Complete();
        Assert.Equal(["beside"], Store.Names());
    }

    [RootTheory]
    [InlineData("x", 255)]
    [InlineData("ä", 127)]
    [InlineData("😀", 63)]
    public void The_longest_name_works_and_one_letter_more_is_refused(string letter, int count)
    {
        string name = string.Concat(Enumerable.Repeat(letter, count));
        using NamespaceHandle handle = Store.Create(name);
        Assert.Equal(handle.Identity, Store.Find(name)?.Identity);

        NetworkException exception = Assert.Throws<NetworkException>(() => Store.Create(name + letter));

        Assert.Equal(FaultKind.InvalidInput, exception.Fault);
        Assert.Contains($"has {Encoding.UTF8.GetByteCount(name + letter)} bytes; at most 255 are possible.", exception.Message, StringComparison.Ordinal);
        Assert.Equal([name], Store.Names());
        Store.Remove(name);
    }

    [RootFact]
    public void A_name_that_is_no_text_is_refused()
    {
        // The file of all of these would be that of U+FFFD.
        Store.Create("\ufffd").Dispose();
        foreach (string name in (string[])["\ud800", "\udc00", "ns-\udc00\ud800-1"])
        {
            NetworkException exception = Assert.Throws<NetworkException>(() => Store.Find(name));

            Assert.Equal(FaultKind.InvalidInput, exception.Fault);
            Assert.Equal("A namespace name cannot contain half a character (a lone surrogate).", exception.Message);
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Create(name)).Fault);
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Remove(name)).Fault);
        }

        Assert.Equal(["\ufffd"], Store.Names());
    }

    [RootFact]
    public async Task A_name_of_bytes_that_are_no_text_is_listed_and_left_alone()
    {
        using NamespaceHandle handle = Store.Create("ns-1");
        _ = await CliWrap.Cli.Wrap("sh").WithArguments(["-c", $"touch \"$(printf '{Store.Directory}/bad-\\377')\""]).ExecuteAsync();
        try
        {
            Assert.Equal([NamespaceState.Stale, NamespaceState.Live], Store.List().Select(static entry => entry.State));
            Assert.Equal(FaultKind.NotFound, Assert.Throws<NetworkException>(() => Store.Remove("bad-\ufffd")).Fault);
            Assert.Equal(2, Store.Names().Count);
        }
        finally
        {
            _ = await CliWrap.Cli.Wrap("sh").WithArguments(["-c", $"rm {Store.Directory}/bad-*"]).ExecuteAsync();
        }
    }

    [RootFact]
    public void A_name_that_is_a_link_leading_out_is_neither_filled_nor_taken_away_behind_it()
    {
        Store.Create("ns-1").Dispose();
        string nowhere = Path.Combine(_outside, "nowhere");
        string precious = Path.Combine(_outside, "precious");
        File.WriteAllText(precious, "kept");
        Link("dangling", nowhere);
        Link("file", precious);
        Link("folder", _outside);

        foreach (string name in (string[])["dangling", "file", "folder"])
        {
            Assert.Equal(NamespaceState.Stale, Store.Find(name)?.State);
            Assert.Equal(FaultKind.Stale, Assert.Throws<NetworkException>(() => Store.Create(name)).Fault);
            using NamespaceHandle current = NamespaceHandle.OpenCurrent();
            Assert.Equal(FaultKind.Stale, Assert.Throws<NetworkException>(() => Store.Adopt(name, current)).Fault);
            using NamespaceRemover remover = new(Store);
            remover.Remove(name);
            remover.Complete();
        }

        Assert.Equal(["ns-1"], Store.Names());
        Assert.Equal(["precious"], Directory.EnumerateFileSystemEntries(_outside).Select(Path.GetFileName));
        Assert.Equal("kept", File.ReadAllText(precious));
    }

    [RootFact]
    public void A_link_to_a_mount_elsewhere_is_taken_away_and_the_mount_stays()
    {
        using NamespaceHandle target = Store.Create("ns-1");
        string elsewhere = Path.Combine(_outside, "mounted");
        File.WriteAllText(elsewhere, string.Empty);
        Assert.Equal(0, LibC.Mount(Store.PathOf("ns-1"), elsewhere, "none", LibC.MS_BIND, 0));
        try
        {
            Link("link", elsewhere);
            Assert.Equal(target.Identity, Store.Find("link")?.Identity);

            Store.Remove("link");

            Assert.Equal(["ns-1"], Store.Names());
            _ = Assert.Single(TemporaryStore.Mounts(elsewhere));
        }
        finally
        {
            Assert.Equal(0, LibC.Unmount(elsewhere, LibC.MNT_DETACH));
        }
    }

    [RootFact]
    public void Removing_a_link_to_a_namespace_leaves_it_the_links_that_lead_out_of_it()
    {
        using NamespaceHandle target = Store.Create("ns-1");
        using NamespaceHandle other = Store.Create("ns-2");
        using RouteConnection route = RouteConnection.Open(target);
        route.Links.CreateVethPair(new VethEndSpecification { Name = "v1" }, new VethEndSpecification { Name = "v2", Namespace = other });
        Link("link", Store.PathOf("ns-1"));

        using NamespaceRemover remover = new(Store);
        remover.Remove("link");
        remover.Complete();

        Assert.Equal(["lo", "v1"], route.Links.List().Select(static link => link.Name));
        Assert.Equal(["ns-1", "ns-2"], Store.Names());
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Store.PathOf(name), target);
}
