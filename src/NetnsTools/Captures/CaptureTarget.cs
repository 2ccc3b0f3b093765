using NetnsTools.Linux.Capture;
using NetnsTools.Sessions;

namespace NetnsTools.Captures;

/// <summary>Where a capture is made: an interface of a namespace, or all of them.</summary>
/// <param name="Session">The namespace.</param>
/// <param name="Index">The interface's index; 0 for all.</param>
/// <param name="Name">The interface's name; null for all.</param>
internal sealed record CaptureTarget(NamespaceSession Session, int Index, string? Name)
{
    /// <summary>What all interfaces together are called, as in tcpdump.</summary>
    public const string Any = "any";

    /// <summary>The options with this place in them.</summary>
    public CaptureOptions Complete(CaptureOptions options) => options with { InterfaceIndex = Index, InterfaceName = Name };

    /// <summary>The same in words.</summary>
    public override string ToString() =>
        Name is null ? $"all links in {Linux.PlaceText.Of(Session.Name)}" : $"link '{Name}' in {Linux.PlaceText.Of(Session.Name)}";
}
