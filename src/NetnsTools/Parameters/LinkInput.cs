using NetnsTools.Linux;

namespace NetnsTools.Parameters;

/// <summary>Refuses link settings that the kernel would refuse with a bare number.</summary>
internal static class LinkInput
{
    /// <exception cref="NetworkException">An interface cannot have the address.</exception>
    public static void ValidateMac(MacAddress? address)
    {
        if (address is { } mac && (mac.IsMulticast || mac.IsZero))
        {
            string why = mac.IsZero ? "is all zeros" : "is a group address (the lowest bit of its first byte is set)";
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Link, $"No interface can have the MAC address {mac}: it {why}. Write one such as 02:00:00:00:00:01.");
        }
    }
}
