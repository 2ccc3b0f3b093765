namespace NetnsTools.Linux;

/// <summary>One operation in words, for errors and for tracing: verb, object and place.</summary>
/// <param name="Subject">The kind of object.</param>
/// <param name="Verb">What is done, ready to follow "Cannot": <c>set MTU of link</c>.</param>
/// <param name="ObjectName">The object, as the user knows it.</param>
/// <param name="Namespace">The namespace, as the user knows it; null for the current one.</param>
/// <param name="Bounds">Which values it takes, in a sentence, where the one given is none of them.</param>
internal readonly record struct Operation(
    ObjectKind Subject, string Verb, string? ObjectName = null, string? Namespace = null, string? Bounds = null)
{
    /// <summary><c>set MTU of link 'veth-1' in namespace 'ns-1'</c>.</summary>
    public string Describe()
    {
        string text = ObjectName is null ? Verb : $"{Verb} '{ObjectName}'";
        return Namespace is null ? text : $"{text} in namespace '{Namespace}'";
    }
}
