namespace NetnsTools.Linux.Route;

/// <summary>rtnetlink message types (<c>linux/rtnetlink.h</c>).</summary>
internal static class RouteMessageType
{
    public const ushort NewLink = 16; // RTM_NEWLINK
    public const ushort DeleteLink = 17; // RTM_DELLINK
    public const ushort GetLink = 18; // RTM_GETLINK
    public const ushort SetLink = 19; // RTM_SETLINK
    public const ushort NewAddress = 20; // RTM_NEWADDR
    public const ushort DeleteAddress = 21; // RTM_DELADDR
    public const ushort GetAddress = 22; // RTM_GETADDR
    public const ushort NewRoute = 24; // RTM_NEWROUTE
    public const ushort GetRoute = 26; // RTM_GETROUTE
    public const ushort NewNamespaceId = 88; // RTM_NEWNSID
    public const ushort GetNamespaceId = 90; // RTM_GETNSID
}
