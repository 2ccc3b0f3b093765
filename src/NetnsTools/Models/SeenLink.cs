using NetnsTools.Linux.Route;

namespace NetnsTools;

/// <summary>A link as it was when it was last seen. What was read together shares it, so that an old object follows the changes that were made through it.</summary>
internal sealed class SeenLink(Link link)
{
    public Link Latest { get; set; } = link;
}
