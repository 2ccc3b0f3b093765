using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Soak;

/// <summary>The pair that is made here, with addresses and on.</summary>
internal static class Cable
{
    public const string LeftAddress = "192.0.2.1";
    public const string RightAddress = "192.0.2.2";

    /// <summary>Lays one.</summary>
    /// <param name="left">Where the first end is.</param>
    /// <param name="right">Where <c>veth-2</c> is.</param>
    /// <param name="name">What the first end is called.</param>
    /// <param name="stop">Ends waits.</param>
    public static void Lay(NamespaceHandle left, NamespaceHandle right, string name, StopSignal stop)
    {
        using RouteConnection leftRoute = RouteConnection.Open(left);
        using RouteConnection rightRoute = RouteConnection.Open(right);
        _ = VethPairCreation.Create(
            leftRoute,
            rightRoute,
            new VethEndSpecification { Name = name, Addresses = [AddressPrefix.Parse($"{LeftAddress}/30")] },
            new VethEndSpecification { Name = "veth-2", Namespace = right, Addresses = [AddressPrefix.Parse($"{RightAddress}/30")] },
            up: true,
            stop);
    }
}
