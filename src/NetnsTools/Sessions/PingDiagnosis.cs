using System;
using System.Globalization;
using System.Linq;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;

namespace NetnsTools.Sessions;

/// <summary>Why an echo was not answered, in words: from what came back, and from the state of the way out.</summary>
internal static class PingDiagnosis
{
    /// <summary>The reason for one outcome; null for a reply.</summary>
    public static string? Explain(NamespaceSession session, EchoOptions options, EchoOutcome outcome)
    {
        string reporter = outcome.Address is { } address ? $", says {address}" : string.Empty;
        return outcome.Status switch
        {
            EchoStatus.Success => null,
            EchoStatus.TimedOut => $"no reply within {Seconds(options.Timeout)}{Suspect(session, options.Destination)}",
            EchoStatus.NetworkUnreachable => $"no route to {options.Destination}{reporter}{(outcome.Address is null ? $"{Where(session)}{SwitchedOff(session, options.Destination)}" : string.Empty)}",
            EchoStatus.HostUnreachable when outcome.Address is null => $"a route says that {options.Destination} is unreachable{Where(session)}",
            EchoStatus.HostUnreachable => $"no host answers for {Neighbour(session, options.Destination, outcome.Address)} on the last link{reporter}{Suspect(session, options.Destination)}",
            EchoStatus.Prohibited when outcome.Address is null => $"it may not be sent{Where(session)}: a filter, or a route or rule that prohibits it, or an address of all hosts",
            EchoStatus.Prohibited => $"a filter refuses it{reporter}",
            EchoStatus.PacketTooBig => $"the packet is larger than a link on the way takes{reporter}",
            EchoStatus.TimeToLiveExceeded => $"it passed as many routers as it may{reporter}",
            EchoStatus.Unreachable => $"{options.Destination} is unreachable{reporter}: a filter that rejects it, mostly",
            _ when outcome.Errno == Errno.InvalidArgument => $"the kernel did not send it{Where(session)}: a 'blackhole' route, mostly ({outcome.Errno})",
            _ => $"the kernel did not send it: {outcome.Errno}",
        };
    }

    /// <summary>What is visibly wrong with the way out; empty where nothing is.</summary>
    private static string Suspect(NamespaceSession session, IPAddress destination)
    {
        try
        {
            if (session.Route.Routes.Lookup(destination) is not { } route)
            {
                return $": there is no route to it{Where(session)}";
            }

            if (route.LinkIndex is not { } index || session.Route.Links.Find(index) is not { } link)
            {
                return string.Empty;
            }

            return link switch
            {
                { IsUp: false } => $": link '{link.Name}' is switched off",
                { HasCarrier: false, IsVeth: true } => $": link '{link.Name}' has no carrier (is its other end on?)",
                { HasCarrier: false } => $": link '{link.Name}' has no carrier",
                _ => string.Empty,
            };
        }
        catch (NetworkException)
        {
            // A guess at most; the result stands without it.
            return string.Empty;
        }
    }

    // Who is asked on the link is the gateway, where there is one; far routers speak of the destination itself.
    private static IPAddress Neighbour(NamespaceSession session, IPAddress destination, IPAddress? reporter)
    {
        try
        {
            bool isOwn = session.Route.Addresses.List().Any(own => own.Address.Equals(reporter));
            return isOwn && session.Route.Routes.Lookup(destination)?.Gateway is { } gateway ? gateway : destination;
        }
        catch (NetworkException)
        {
            return destination;
        }
    }

    // A link takes its routes with it when it is switched off.
    private static string SwitchedOff(NamespaceSession session, IPAddress destination)
    {
        try
        {
            return session.Route.Addresses.List()
                .Where(own => new AddressPrefix(own.Address, own.PrefixLength).Contains(destination))
                .Select(own => session.Route.Links.Find(own.LinkIndex))
                .FirstOrDefault(static link => link is { IsUp: false }) is { } off
                ? $": link '{off.Name}', which is in its network, is switched off"
                : string.Empty;
        }
        catch (NetworkException)
        {
            return string.Empty;
        }
    }

    private static string Where(NamespaceSession session) => $" in {PlaceText.Of(session.Name)}";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
