namespace NetnsTools.Linux.Route;

/// <summary>Refusals that more than one operation has to word.</summary>
internal static class LinkFault
{
    /// <summary>The name is taken, and where.</summary>
    public static NetworkException Taken(string name, string? place, KernelException? cause = null) => new(
        FaultKind.AlreadyExists,
        ObjectKind.Link,
        $"A link '{name}' already exists in {PlaceText.Of(place)}. Remove it or choose another name.",
        cause,
        name);
}
