using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace NetnsTools.Help;

/// <summary>Writes the help of cmdlets in the form that Get-Help reads (MAML).</summary>
internal static class MamlFile
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(string path, IEnumerable<CmdletHelp> cmdlets)
    {
        XElement items = new(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Select(Cmdlet));
        using XmlWriter writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, NewLineChars = "\n" });
        items.Save(writer);
    }

    private static XElement Cmdlet(CmdletHelp cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Text("description", cmdlet.Synopsis)),
        Text("description", cmdlet.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(static parameter => Parameter(parameter, parameter.Places.OrderBy(static place => place.Position ?? int.MaxValue).First()))),
        new XElement(Command + "inputTypes", Types("inputType", cmdlet.Inputs)),
        new XElement(Command + "returnValues", Types("returnValue", cmdlet.Outputs)),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(cmdlet.Page.Notes))),
        new XElement(Command + "examples", cmdlet.Page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", cmdlet.Page.Links.Select(Link)));

    private static XElement Syntax(CmdletHelp cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(parameter => (parameter, place: parameter.Places.FirstOrDefault(place => place.Set is null || place.Set == set)))
            .Where(static item => item.place is not null)
            .OrderBy(static item => item.place!.Position ?? int.MaxValue)
            .Select(static item => Parameter(item.parameter, item.place!)));

    private static XElement Parameter(ParameterHelp parameter, ParameterPlace place)
    {
        string type = TypeName(parameter.Type);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", place.IsMandatory),
            new XAttribute("variableLength", parameter.Type.IsArray),
            new XAttribute("globbing", parameter.Wildcards),
            new XAttribute("pipelineInput", Pipeline(place)),
            new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Text("description", [parameter.Text]),
            parameter.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", parameter.Type.IsArray), type),
            new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default),
            Values(parameter.Type));
    }

    private static XElement? Values(Type type)
    {
        Type element = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        return element.IsEnum
            ? new XElement(
                Command + "parameterValueGroup",
                Enum.GetNames(element).Select(static name => new XElement(Command + "parameterValue", new XAttribute("required", false), name)))
            : null;
    }

    private static string Pipeline(ParameterPlace place) => (place.ByValue, place.ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string TypeName(Type type) => type.IsArray
        ? $"{TypeName(type.GetElementType()!)}[]"
        : (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static IEnumerable<XElement> Types(string name, IEnumerable<TypeHelp> types)
    {
        TypeHelp[] all = [.. types];
        return (all.Length > 0 ? all : [new TypeHelp("None", name == "inputType" ? "It takes nothing down the pipeline." : "It gives nothing.")])
            .Select(type => new XElement(Command + name, new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), Text("description", [type.Text])));
    }

    private static XElement Example(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------- Example {index + 1}: {example.Title} --------"),
        new XElement(Dev + "code", example.Screen()),
        new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, string.Empty])));

    // "Get-NetnsLink", "about_NetnsTools", "ip-link(8): https://…", "https://…"
    private static XElement Link(string link)
    {
        int start = link.IndexOf("https://", StringComparison.Ordinal);
        return new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", start > 0 ? link[..start].TrimEnd(' ', ':') : start == 0 ? string.Empty : link),
            new XElement(Maml + "uri", start >= 0 ? link[start..] : string.Empty));
    }

    private static XElement Text(string name, IEnumerable<string> paragraphs) => new(Maml + name, Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(static text => new XElement(Maml + "para", text));
}
