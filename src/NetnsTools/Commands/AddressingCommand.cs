using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>A cmdlet that gives addresses to both ends of a pair.</summary>
public abstract class AddressingCommand : NetnsCmdlet
{
    private protected AddressingCommand()
    {
    }

    /// <summary>Reads addresses as they were given; each that is none is one error record.</summary>
    /// <returns>Null where any is none.</returns>
    private protected AddressPrefix[]? ReadAddresses(IEnumerable<AddressArgument> arguments)
    {
        List<AddressPrefix> prefixes = [];
        bool isRead = true;
        foreach (AddressArgument argument in arguments)
        {
            isRead &= Attempt(argument, () => prefixes.Add(argument.Resolve()));
            if (isRead && (prefixes[^1].Address.Equals(IPAddress.Any) || prefixes[^1].Address.Equals(IPAddress.IPv6Any)))
            {
                // The kernel says yes, and does nothing.
                isRead = false;
                Report(new NetworkException(FaultKind.InvalidInput, ObjectKind.Address, $"'{argument}' means any address, and cannot be that of a link."), argument);
            }

            if (isRead && !argument.HasLength)
            {
                WriteWarning($"'{argument}' has no prefix length, so it is {prefixes[^1]}: a network in which nobody else is. {Example(prefixes[^1])} is one with others.");
            }
        }

        return isRead ? [.. prefixes] : null;
    }

    private static string Example(AddressPrefix prefix) => $"{prefix.Address}/{(prefix.Family == AddressFamily.InterNetwork ? 24 : 64)}";

    /// <summary>Refuses addresses of which no two can reach each other for want of a common family, and warns where no network is shared.</summary>
    private protected void CheckAddresses(AddressPrefix[] left, AddressPrefix[] right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return;
        }

        if (left.Select(static one => one.Address).Intersect(right.Select(static one => one.Address)).FirstOrDefault() is { } same)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Address, $"Both ends would have {same}, and neither could reach the other. Give each an address of its own.");
        }

        if (!left.Select(static one => one.Family).ToHashSet().SetEquals(right.Select(static one => one.Family)))
        {
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Address,
                $"The ends have addresses of different families ({string.Join(", ", (object[])left)} and {string.Join(", ", (object[])right)}), "
                + "so they could not reach each other. Give both IPv4, both IPv6, or both of both.");
        }

        if (!left.Any(one => right.Any(other => one.Contains(other.Address) && other.Contains(one.Address))))
        {
            WriteWarning(
                $"No two addresses of the ends share a network ({string.Join(", ", (object[])left)} and {string.Join(", ", (object[])right)}): "
                + "they cannot reach each other without routes.");
        }
    }
}
