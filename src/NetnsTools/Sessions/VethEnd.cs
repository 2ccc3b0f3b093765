using System.Collections.Generic;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Sessions;

/// <summary>One end of a pair, where it is, and the addresses it shall have.</summary>
/// <param name="Session">Its namespace.</param>
/// <param name="Link">The end as it is.</param>
/// <param name="Prefixes">The addresses.</param>
internal sealed record VethEnd(NamespaceSession Session, Link Link, IReadOnlyList<AddressPrefix> Prefixes);
