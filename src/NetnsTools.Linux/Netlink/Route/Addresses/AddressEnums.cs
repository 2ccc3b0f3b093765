using System;

namespace NetnsTools.Linux.Route;

/// <summary>How far an address or route reaches (<c>linux/rtnetlink.h</c> RT_SCOPE_*).</summary>
public enum AddressScope : byte
{
    /// <summary>Everywhere.</summary>
    Global = 0,
    /// <summary>Within a site (IPv6, historic).</summary>
    Site = 200,
    /// <summary>On this link.</summary>
    Link = 253,
    /// <summary>On this host.</summary>
    Host = 254,
    /// <summary>Nowhere.</summary>
    Nowhere = 255,
}

/// <summary>Address flags (<c>linux/if_addr.h</c> IFA_F_*).</summary>
[Flags]
public enum AddressFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,
    /// <summary>IPv4: not the first of its subnet. IPv6: temporary.</summary>
    Secondary = 0x01, // IFA_F_SECONDARY, IFA_F_TEMPORARY
    /// <summary>No duplicate address detection.</summary>
    NoDuplicateDetection = 0x02, // IFA_F_NODAD
    /// <summary>Usable during duplicate address detection.</summary>
    Optimistic = 0x04, // IFA_F_OPTIMISTIC
    /// <summary>Somebody else has it: unusable.</summary>
    DuplicateFound = 0x08, // IFA_F_DADFAILED
    /// <summary>Home address of mobile IPv6.</summary>
    HomeAddress = 0x10, // IFA_F_HOMEADDRESS
    /// <summary>Not for new connections.</summary>
    Deprecated = 0x20, // IFA_F_DEPRECATED
    /// <summary>Duplicate address detection still runs: unusable.</summary>
    Tentative = 0x40, // IFA_F_TENTATIVE
    /// <summary>Set by hand, for ever.</summary>
    Permanent = 0x80, // IFA_F_PERMANENT
    /// <summary>Temporary addresses are made from it.</summary>
    ManageTemporary = 0x100, // IFA_F_MANAGETEMPADDR
    /// <summary>Adds no route for its prefix.</summary>
    NoPrefixRoute = 0x200, // IFA_F_NOPREFIXROUTE
    /// <summary>Joins multicast groups itself.</summary>
    MulticastAutoJoin = 0x400, // IFA_F_MCAUTOJOIN
    /// <summary>Stable and opaque.</summary>
    StablePrivacy = 0x800, // IFA_F_STABLE_PRIVACY
}
