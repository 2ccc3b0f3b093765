using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>Reads links as the user sees them: with names where the kernel has numbers, and with their addresses.</summary>
internal sealed class LinkReader(SessionPool pool)
{
    private readonly PeerNamespaces _peers = new(pool);

    /// <summary>Every link of a namespace, by index.</summary>
    public IEnumerable<NetnsLink> List(NamespaceSession session) => List(LinkWindow.Read([session]), 0);

    /// <summary>Every link of one of the namespaces that were read together.</summary>
    public IEnumerable<NetnsLink> List(LinkWindow window, int position)
    {
        RouteTables tables = window.TablesOf(position);
        return tables.Links.Select(link =>
            Describe(window.Sessions[position], link, tables, tables.AddressesOf(link), window.FindPeer(position, link)));
    }

    /// <summary>One link by its name.</summary>
    /// <exception cref="NetworkException">There is none; it says where there is one.</exception>
    public NetnsLink Read(NamespaceSession session, string name) =>
        Read(session, session.Route.Links.Find(name) ?? throw new NetworkException(
            FaultKind.NotFound, ObjectKind.Link, $"There is no link '{name}' in {PlaceText.Of(session.Name)}. {Instead(session, name)}".TrimEnd(), null, name));

    // Where there is a link of that name, within a reasonable number of namespaces; else which links there are here.
    private string Instead(NamespaceSession session, string name)
    {
        const int MostAsked = 100;
        try
        {
            IEnumerable<NamespaceReference?> places = [null, .. pool.Store.Names().Take(MostAsked).Select(static one => new NamespaceReference(one))];
            string[] found = [.. places.Where(place => Has(place, name)).Select(static place => PlaceText.Of(place?.Text))];
            return found.Length switch
            {
                0 => NamesInstead.Describe(name, [.. session.Route.Links.List().Select(static link => link.Name)]),
                1 => $"There is one in {found[0]}.",
                _ => $"There are some in {string.Join(", ", found)}.",
            };
        }
        catch (NetworkException)
        {
            // A hint at most.
            return string.Empty;
        }
    }

    /// <summary>Whether there is such a link in a namespace that can be looked at.</summary>
    public bool Has(NamespaceReference? place, string name)
    {
        try
        {
            return pool.Open(place).Route.Links.Find(name) is not null;
        }
        catch (NetworkException)
        {
            return false;
        }
    }

    /// <summary>One link, whose message has just been read.</summary>
    public NetnsLink Read(NamespaceSession session, Link link) =>
        Describe(session, link, null, session.Route.Addresses.List(link.Index), null);

    /// <summary>A link again, as it is now; by index, because names change.</summary>
    /// <exception cref="NetworkException">It is gone, or its namespace was replaced.</exception>
    public NetnsLink Refresh(NetnsLink link)
    {
        NamespaceSession session = pool.Open(link.Reference);
        return Read(session, Find(session, link.Seen));
    }

    /// <summary>Both ends of a pair again, as they are now, with the namespaces gone into together.</summary>
    /// <exception cref="NetworkException">One is gone, or its namespace was replaced.</exception>
    public VethPair Refresh(VethPair pair)
    {
        (NamespaceSession left, NamespaceSession right) = pool.Open(pair);
        Link leftLink = Find(left, pair.Left.Seen);
        Link rightLink = Find(right, pair.Right.Seen);
        return leftLink.LinkIndex == rightLink.Index && rightLink.LinkIndex == leftLink.Index
            ? Describe(
                left, right, new VethPairState(leftLink, rightLink, left.Route.Addresses.List(leftLink.Index), right.Route.Addresses.List(rightLink.Index)))
            : new VethPair(Read(left, leftLink), Read(right, rightLink));
    }

    /// <summary>The kernel's link behind an object that was read earlier.</summary>
    /// <exception cref="NetworkException">It is gone, or another link has its index now.</exception>
    public static Link Find(NamespaceSession session, SeenLink seen)
    {
        Link before = seen.Latest;
        Link? found = session.Route.Links.Find(before.Index);
        if (found is not null && LinkIdentity.IsSame(before, found))
        {
            return seen.Latest = found;
        }

        string link = $"'{before.Name}' (index {before.Index})";
        throw found?.Name == before.Name
            ? new NetworkException(
                FaultKind.Replaced,
                ObjectKind.Link,
                $"The name {link} in {PlaceText.Of(session.Name)} belongs to another link than when the object was read, "
                + $"or its MAC address was changed since ({before.MacAddress}, now {found.MacAddress}). Read it again by its name.")
            : new NetworkException(
                FaultKind.NotFound, ObjectKind.Link, $"Link {link} is no longer in {PlaceText.Of(session.Name)}: it was removed or moved.");
    }

    /// <summary>A pair that was just created: what one end says of the other is known.</summary>
    public VethPair Describe(NamespaceSession left, NamespaceSession right, VethPairState state)
    {
        return new VethPair(
            End(left, state.Left, right, state.Right, state.LeftAddresses), End(right, state.Right, left, state.Left, state.RightAddresses));

        NetnsLink End(NamespaceSession session, Link link, NamespaceSession other, Link peer, IReadOnlyList<LinkAddress> addresses)
        {
            SeenLink seen = new(link);
            return new(seen, new LinkSurroundings(session.Reference, peer.Name, PeerNamespace(session, link, other), null, Addresses(session, seen, addresses)));
        }
    }

    // One that was opened as that of a process, say, may have a name all the same.
    private string? PeerNamespace(NamespaceSession session, Link link, NamespaceSession? likely)
    {
        if (link.LinkNamespaceId is not { } id)
        {
            return link.IsVeth ? session.Name : null;
        }

        return likely is { Handle: { Name: not null } or { Label: null } } ? likely.Handle.Name : _peers.Find(session, id);
    }

    private static NetnsAddress[] Addresses(NamespaceSession session, SeenLink link, IEnumerable<LinkAddress> addresses) =>
        [.. addresses.Select(address => new NetnsAddress(address, link, session.Reference))];

    private NetnsLink Describe(
        NamespaceSession session, Link link, RouteTables? tables, IEnumerable<LinkAddress> addresses, (NamespaceSession Session, Link Link)? peer)
    {
        SeenLink seen = new(link);
        return new(seen, new LinkSurroundings(
            session.Reference,
            peer is { } known ? known.Link.Name : PeerName(session, link, tables),
            PeerNamespace(session, link, peer?.Session),
            link.MasterIndex is { } master ? Name(session, master, tables) : null,
            Addresses(session, seen, addresses)));
    }

    private static string? PeerName(NamespaceSession session, Link link, RouteTables? tables)
    {
        if (link.LinkIndex is not { } index)
        {
            return null;
        }

        return link.LinkNamespaceId is { } id ? session.Route.Links.FindIn(id, index)?.Name : Name(session, index, tables);
    }

    private static string? Name(NamespaceSession session, int index, RouteTables? tables) =>
        (tables is null ? session.Route.Links.Find(index) : tables.Find(index))?.Name;
}
