using System.Collections.Generic;

namespace NetnsTools.Linux.Route;

/// <summary>A pair as the kernel made it.</summary>
/// <param name="Left">The left end.</param>
/// <param name="Right">Its peer.</param>
/// <param name="LeftAddresses">The left end's addresses.</param>
/// <param name="RightAddresses">Its peer's addresses.</param>
public sealed record VethPairState(
    Link Left, Link Right, IReadOnlyList<LinkAddress> LeftAddresses, IReadOnlyList<LinkAddress> RightAddresses);
