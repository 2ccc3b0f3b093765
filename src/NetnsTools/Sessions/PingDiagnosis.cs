using System;
using System.Globalization;
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
            EchoStatus.NetworkUnreachable => $"no route to {options.Destination}{reporter}{(outcome.Address is null ? Where(session) : string.Empty)}",
            EchoStatus.HostUnreachable => $"no host answers for {options.Destination} on the last link{reporter}{Suspect(session, options.Destination)}",
            EchoStatus.Prohibited => $"a filter refuses it{reporter}",
            EchoStatus.PacketTooBig => $"the packet is larger than a link on the way takes{reporter}",
            EchoStatus.TimeToLiveExceeded => $"it passed as many routers as it may{reporter}",
            EchoStatus.Unreachable => $"{options.Destination} is unreachable{reporter}",
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
                { HasCarrier: false } => $": link '{link.Name}' has no carrier (is its other end on?)",
                _ => string.Empty,
            };
        }
        catch (NetworkException)
        {
            // A guess at most; the result stands without it.
            return string.Empty;
        }
    }

    private static string Where(NamespaceSession session) => $" in {PlaceText.Of(session.Name)}";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
