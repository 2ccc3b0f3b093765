namespace NetnsTools.Linux;

/// <summary>Namespaces in sentences.</summary>
public static class PlaceText
{
    /// <summary><c>namespace 'ns-1'</c>, or <c>the current namespace</c> where there is no name.</summary>
    public static string Of(string? name) => name is null ? "the current namespace" : $"namespace '{name}'";
}
