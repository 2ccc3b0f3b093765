using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>Links of one namespace: read, create, change, move, delete.</summary>
public sealed class LinkOperations
{
    private readonly NetlinkClient _client;
    private readonly string? _label;

    internal LinkOperations(NetlinkClient client, string? label)
    {
        _client = client;
        _label = label;
    }

    /// <summary>All links, in the order of their indexes.</summary>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public IReadOnlyList<Link> List() => _client.Dump(LinkEncoder.Dump(), Words("list links"), LinkDecoder.Decode);

    /// <summary>All ends of veth pairs.</summary>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public IReadOnlyList<Link> ListVeths() =>
        // Older kernels than those that check requests strictly send the others all the same.
        _client.Dump(LinkEncoder.Dump("veth"), Words("list veth pairs"), static message => LinkDecoder.Decode(message) is { IsVeth: true } veth ? veth : null);

    /// <summary>One link by its index.</summary>
    /// <exception cref="KernelException">There is none (<see cref="FaultKind.NotFound"/>).</exception>
    public Link Get(int index) => _client.Query(LinkEncoder.Get(index), Words("read link", Number(index)), LinkDecoder.Decode);

    /// <summary>One link by its name.</summary>
    /// <exception cref="KernelException">There is none (<see cref="FaultKind.NotFound"/>).</exception>
    public Link Get(string name)
    {
        InterfaceName.ValidateAny(name);
        return _client.Query(LinkEncoder.Get(name), Words("read link", name), LinkDecoder.Decode);
    }

    /// <summary>One link by its name, or null where there is none.</summary>
    public Link? Find(string name)
    {
        InterfaceName.ValidateAny(name);
        return Find(LinkEncoder.Get(name), Words("read link", name));
    }

    /// <summary>One link by its index, or null where there is none.</summary>
    public Link? Find(int index) => Find(LinkEncoder.Get(index), Words("read link", Number(index)));

    /// <summary>A link of another namespace, through this one's number for it; null where it cannot be seen.</summary>
    /// <param name="namespaceId">See <see cref="Link.LinkNamespaceId"/>.</param>
    /// <param name="index">The link's index there.</param>
    public Link? FindIn(int namespaceId, int index)
    {
        Operation operation = Words("read link of namespace number " + Number(namespaceId), Number(index));
        // EPERM, EINVAL: a foreign user namespace, an old kernel. A view only, so not an error.
        return _client.TryQuery(LinkEncoder.Get(index, namespaceId), operation, LinkDecoder.Decode, out _);
    }

    /// <summary>Creates both ends of a veth pair in one message, each born in its namespace.</summary>
    /// <param name="left">The end in this connection's namespace, unless it says otherwise.</param>
    /// <param name="right">Its peer.</param>
    /// <param name="leftUp">Whether the left end is switched on at once.</param>
    /// <exception cref="KernelException">A name, or the first end's index, is taken (<see cref="Errno.Exists"/>), the second end's index is (<see cref="Errno.Busy"/>), …</exception>
    public void CreateVethPair(VethEndSpecification left, VethEndSpecification right, bool leftUp = false)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        InterfaceName.Validate(left.Name);
        InterfaceName.Validate(right.Name);
        _client.Execute(LinkEncoder.CreateVethPair(left, right, leftUp), Words("create veth pair", $"{left.Name}, {right.Name}"));
    }

    /// <summary>Changes a link. The kernel applies what it can before it refuses: see the caller for taking it back.</summary>
    /// <exception cref="KernelException">The kernel refused a part.</exception>
    public void Change(Link link, LinkChange change)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(change);
        if (change.Name is not null)
        {
            InterfaceName.Validate(change.Name);
        }

        if (!change.IsEmpty)
        {
            _client.Execute(Changing(link, change));
        }
    }

    /// <summary>Moves a link to another namespace; it arrives there switched off and without addresses.</summary>
    /// <exception cref="KernelException">The name is taken there, or the link cannot move.</exception>
    public void Move(Link link, NamespaceHandle target, string? newName = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(target);
        Operation operation = Words($"move to namespace '{target.Label ?? "(current)"}' the link", link.Name);
        _client.Execute(LinkEncoder.Move(link.Index, target.Descriptor, newName), operation);
    }

    /// <summary>Deletes a link; of a veth pair, both ends. Returns when the names are free.</summary>
    /// <exception cref="NetworkException">There is none, or it cannot be deleted (the loopback, a physical device).</exception>
    public void Delete(Link link)
    {
        ArgumentNullException.ThrowIfNull(link);
        LinkFault.RefuseLoopback(link, _label, "deleted");
        _client.Execute(LinkEncoder.Delete(link.Index), Words("delete link", link.Name));
    }

    /// <summary>Deletes several links with one wait for the kernel instead of one each (16–20 ms).</summary>
    /// <exception cref="KernelException">One of them cannot be deleted; then none is.</exception>
    public void Delete(IReadOnlyCollection<Link> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        if (links.Count == 1)
        {
            Delete(links.First());
        }
        else if (links.Count > 1)
        {
            DeleteGroup(links);
        }
    }

    /// <summary>The request of <see cref="Get(int)"/>, to be sent with others.</summary>
    internal QueryStep<Link> Getting(Link link) => new(LinkEncoder.Get(link.Index), Words("read link", link.Name), LinkDecoder.Decode);

    /// <summary>The request of <see cref="Change"/>, to be sent with others.</summary>
    internal CommandStep Changing(Link link, LinkChange change) =>
        new(LinkEncoder.Change(link.Index, change), Words("change link", link.Name) with { Bounds = LinkFault.MtuBounds(link, change.Mtu) });

    private void DeleteGroup(IReadOnlyCollection<Link> links)
    {
        // Another at the same time must not delete ours, nor we what somebody put into a group.
        uint group = FreeGroup();
        CommandStep[] marks = [.. links.Select(link => Changing(link, new LinkChange { Group = group }))];
        try
        {
            _client.Run(marks);
            Array.ForEach(marks, static mark => mark.ThrowIfFailed());
            _client.Execute(LinkEncoder.DeleteGroup(group), Words($"delete {links.Count} links"));
        }
        catch (NetworkException)
        {
            // None was deleted: they get back the group they had.
            _client.Run([.. links.Where((_, index) => marks[index].Verdict.IsSuccess)
                .Select(link => Changing(link, new LinkChange { Group = link.Group }))]);
            throw;
        }
    }

    private uint FreeGroup()
    {
        HashSet<uint> taken = [.. List().Select(static link => link.Group)];
        uint group;
        do
        {
            group = (uint)RandomNumberGenerator.GetInt32(int.MaxValue / 2, int.MaxValue);
        }
        while (taken.Contains(group));
        return group;
    }

    private Link? Find(NetlinkRequest request, in Operation operation)
    {
        Link? link = _client.TryQuery(request, operation, LinkDecoder.Decode, out NetlinkVerdict verdict);
        if (verdict.Errno != Errno.NoSuchDevice)
        {
            verdict.ThrowIfFailed(operation);
        }

        return link;
    }

    private Operation Words(string verb, string? name = null) => new(ObjectKind.Link, verb, name, _label);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
