using System;

namespace NetnsTools.Linux.Route;

/// <summary>Several changes of one link, all or none: the kernel applies them one by one and stops at the first it refuses.</summary>
public static class LinkTransaction
{
    /// <summary>Changes a link where it is.</summary>
    /// <param name="route">rtnetlink in its namespace.</param>
    /// <param name="link">The link as it is.</param>
    /// <param name="change">What to change.</param>
    /// <returns>The link as it is then.</returns>
    /// <exception cref="KernelException">A part was refused; the link is as it was.</exception>
    public static Link Change(RouteConnection route, Link link, LinkChange change)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(change);
        try
        {
            route.Links.Change(link, change);
            return route.Links.Get(link.Index);
        }
        catch (NetworkException)
        {
            Restore(route, link);
            throw;
        }
    }

    /// <summary>Changes a link and moves it to another namespace.</summary>
    /// <param name="source">Where the link is.</param>
    /// <param name="target">Where it shall be.</param>
    /// <param name="link">The link as it is.</param>
    /// <param name="change">What else to change.</param>
    /// <returns>The link in its new place; switched off, as after every move, unless <see cref="LinkChange.Up"/> says otherwise.</returns>
    /// <exception cref="NetworkException">A part was refused; the link is where and as it was (addresses do not survive a move, though).</exception>
    public static Link Move(
        (RouteConnection Route, NamespaceHandle Handle) source,
        (RouteConnection Route, NamespaceHandle Handle) target,
        Link link,
        LinkChange change)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(change);
        string name = change.Name ?? link.Name;
        LinkFault.RefuseLoopback(link, source.Handle.Label, "moved");
        RefuseTakenName(target, name);

        // The name goes with the move itself: it need be free only over there. The rest is tried where it can be taken back.
        Link changed = Change(source.Route, link, change with { Name = null, Up = null });
        try
        {
            source.Route.Links.Move(changed, target.Handle, name);
        }
        catch (NetworkException)
        {
            Restore(source.Route, link);
            throw;
        }

        try
        {
            Link moved = target.Route.Links.Get(name);
            return change.Up is null ? moved : Change(target.Route, moved, new LinkChange { Up = change.Up });
        }
        catch (NetworkException)
        {
            MoveBack(source, target.Route, name, link);
            throw;
        }
    }

    private static void RefuseTakenName((RouteConnection Route, NamespaceHandle Handle) target, string name)
    {
        if (target.Route.Links.Find(name) is not null)
        {
            throw LinkFault.Taken(name, target.Handle.Label);
        }
    }

    private static void MoveBack((RouteConnection Route, NamespaceHandle Handle) source, RouteConnection target, string name, Link before)
    {
        try
        {
            target.Links.Move(target.Links.Get(name), source.Handle, before.Name);
            // It may have another index now; the rest of what it was is put back there.
            Restore(source.Route, before, source.Route.Links.Get(before.Name));
        }
        catch (NetworkException)
        {
            // As below.
        }
    }

    private static void Restore(RouteConnection route, Link before, Link? now = null)
    {
        try
        {
            now ??= route.Links.Get(before.Index);
            route.Links.Change(now, Difference(now, before));
        }
        catch (NetworkException)
        {
            // The first refusal is what the caller must hear; a link that is gone needs no restoring.
        }
    }

    private static LinkChange Difference(Link now, Link before) => new()
    {
        Name = now.Name == before.Name ? null : before.Name,
        Mtu = now.Mtu == before.Mtu ? null : before.Mtu,
        MacAddress = now.MacAddress == before.MacAddress ? null : before.MacAddress,
        Alias = now.Alias == before.Alias ? null : before.Alias ?? string.Empty,
        QueueLength = now.QueueLength == before.QueueLength ? null : before.QueueLength,
        Group = now.Group == before.Group ? null : before.Group,
        Up = Flag(now, before, LinkFlags.Up),
        Promiscuous = Flag(now, before, LinkFlags.Promiscuous),
        Arp = !Flag(now, before, LinkFlags.NoArp),
    };

    private static bool? Flag(Link now, Link before, LinkFlags flag) =>
        (now.Flags & flag) == (before.Flags & flag) ? null : (before.Flags & flag) != 0;
}
