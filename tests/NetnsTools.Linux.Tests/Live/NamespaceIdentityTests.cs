using System;
using System.Linq;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>What a namespace is, whatever it is called.</summary>
public sealed class NamespaceIdentityTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void It_reads_as_the_kernel_writes_it() => Assert.Equal("net:[4026531833]", new NamespaceIdentity(4, 4026531833, 9).ToString());

    [Fact]
    public void Device_inode_and_unique_number_all_count()
    {
        NamespaceIdentity identity = new(4, 4026531833, 9);

        Assert.Equal(new NamespaceIdentity(4, 4026531833, 9), identity);
        Assert.NotEqual(identity with { Device = 5 }, identity);
        Assert.NotEqual(identity with { Inode = 5 }, identity);
        Assert.NotEqual(identity with { UniqueId = 5 }, identity);
    }

    [RootFact]
    public async Task Device_and_inode_are_what_stat_prints()
    {
        using NamespaceHandle handle = _network.Create();

        BufferedCommandResult stat = await Cli.Wrap("stat")
            .WithArguments(["-L", "-c", "%d %i", _network.Store.PathOf(handle.Label!)]).ExecuteBufferedAsync();

        Assert.Equal($"{handle.Identity.Device} {handle.Identity.Inode}", stat.StandardOutput.Trim());
    }

    [RootFact]
    public void Every_way_to_a_namespace_finds_the_same_identity()
    {
        using NamespaceHandle handle = _network.Create();
        using NamespaceHandle again = _network.Store.Open(handle.Label!);
        using NamespaceHandle byPath = NamespaceHandle.OpenPath(_network.Store.PathOf(handle.Label!));

        Assert.Equal(handle.Identity, again.Identity);
        Assert.Equal(handle.Identity, byPath.Identity);
        handle.EnsureIs(byPath.Identity);
    }

    [RootFact]
    public void A_namespace_made_again_under_the_same_name_has_another_unique_number()
    {
        string name = _network.NewName();
        NamespaceIdentity[] identities = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            using NamespaceHandle handle = _network.Store.Create(name);
            _network.Store.Remove(name);
            return handle.Identity;
        })];

        // None at all on older kernels.
        bool hasNumbers = identities[0].UniqueId != 0;
        Assert.True(hasNumbers || Environment.OSVersion.Version < new Version(6, 18));
        Assert.Equal(hasNumbers ? identities.Length : 1, identities.Select(static one => one.UniqueId).Distinct().Count());
    }

    [RootFact]
    public void A_namespace_that_is_another_than_expected_is_refused_and_both_are_named()
    {
        string name = _network.NewName();
        using NamespaceHandle first = _network.Store.Create(name);
        _network.Store.Remove(name);
        using NamespaceHandle second = _network.Store.Create(name);

        NetworkException exception = Assert.Throws<NetworkException>(() => second.EnsureIs(first.Identity));

        Assert.Equal((FaultKind.Replaced, ObjectKind.Namespace), (exception.Fault, exception.Subject));
        Assert.StartsWith(
            $"The name '{name}' belongs to another namespace ({second.Identity}) than when the object was read ({first.Identity}).",
            exception.Message,
            StringComparison.Ordinal);
    }
}
