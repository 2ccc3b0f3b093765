using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetnsTools.Help;

/// <summary>The documentation comments that the compiler has put into XML files.</summary>
internal sealed partial class CommentFile
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads all of the files.</summary>
    public static CommentFile Read(IEnumerable<string> paths)
    {
        CommentFile file = new();
        foreach (XElement member in paths.SelectMany(static path => XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")))
        {
            file._members[(string)member.Attribute("name")!] = member;
        }

        return file;
    }

    /// <summary>The paragraphs of a cmdlet's comment of one kind: <c>synopsis</c> or <c>description</c>.</summary>
    public IReadOnlyList<string> Paragraphs(Type type, string kind) =>
    [
        .. Summary($"T:{type.FullName}")?.Elements("para").Where(para => (string?)para.Attribute("type") == kind).Select(Text) ?? [],
    ];

    /// <summary>What is said of a type in one sentence or two; empty for nothing.</summary>
    public string OfType(Type type) => Summary($"T:{(type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName}") is { } summary ? Text(summary) : string.Empty;

    /// <summary>What is said of a property; empty for nothing.</summary>
    public string OfProperty(PropertyInfo property) => Summary($"P:{property.DeclaringType!.FullName}.{property.Name}") is { } summary ? Text(summary) : string.Empty;

    private XElement? Summary(string id) => _members.GetValueOrDefault(id)?.Element("summary");

    private static string Text(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => Reference((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? see.Value),
        XElement { Name.LocalName: "paramref" } name => (string)name.Attribute("name")!,
        XElement inner => string.Concat(inner.Nodes().Select(Text)),
        _ => string.Empty,
    };

    // T:NetnsTools.NetnsLink, M:NetnsTools.Linux.NamespaceStore.Adopt(System.String): the last word.
    private static string Reference(string id)
    {
        string name = id.Split('(')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
