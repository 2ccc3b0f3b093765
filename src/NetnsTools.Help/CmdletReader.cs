using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace NetnsTools.Help;

/// <summary>Reads cmdlets off an assembly: names, parameters, types; the words come from the comments.</summary>
internal static class CmdletReader
{
    // Said by the engine of its own parameters, in its own help.
    private static readonly ParameterHelp[] RiskParameters =
    [
        new("WhatIf", typeof(SwitchParameter), "Shows what would happen if the cmdlet ran. Nothing is changed.", ["wi"], false, "False", [new(null, false, null, false, false)]),
        new("Confirm", typeof(SwitchParameter), "Asks before each change.", ["cf"], false, "False", [new(null, false, null, false, false)]),
    ];

    public static IEnumerable<CmdletHelp> Read(string assembly, CommentFile comments)
    {
        foreach (Type type in Assembly.LoadFrom(assembly).GetExportedTypes().Where(static type => !type.IsAbstract))
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } attribute)
            {
                yield return Read(type, attribute, comments);
            }
        }
    }

    private static CmdletHelp Read(Type type, CmdletAttribute attribute, CommentFile comments)
    {
        object instance = Activator.CreateInstance(type)!;
        ParameterHelp[] parameters =
        [
            .. type.GetProperties()
                .Where(static property => property.IsDefined(typeof(ParameterAttribute), inherit: true))
                .Select(property => Read(property, instance, comments))
                .OrderBy(static parameter => parameter.Places.Min(static place => place.Position ?? int.MaxValue))
                .ThenBy(static parameter => parameter.Name, StringComparer.Ordinal),
            .. attribute.SupportsShouldProcess ? RiskParameters : [],
        ];
        (instance as IDisposable)?.Dispose();
        string[] sets = [.. parameters.SelectMany(static parameter => parameter.Places).Select(static place => place.Set).OfType<string>().Distinct()];
        return new CmdletHelp
        {
            Verb = attribute.VerbName,
            Noun = attribute.NounName,
            Synopsis = comments.Paragraphs(type, "synopsis"),
            Description = comments.Paragraphs(type, "description"),
            Parameters = parameters,
            ParameterSets = sets.Length == 0 ? [string.Empty] : [.. sets.OrderByDescending(set => set == attribute.DefaultParameterSetName)],
            Inputs = [.. ByValue(parameters, comments), .. ByPropertyName(parameters)],
            Outputs =
            [
                .. type.GetCustomAttributes<OutputTypeAttribute>()
                    .SelectMany(static output => output.Type)
                    .Select(static output => output.Type)
                    .Where(static output => output != typeof(void))
                    .Distinct()
                    .Select(output => Describe(output, OutputText(output), comments)),
            ],
        };
    }

    private static IEnumerable<TypeHelp> ByValue(IEnumerable<ParameterHelp> parameters, CommentFile comments) => parameters
        .Where(static parameter => parameter.Places.Any(static place => place.ByValue))
        .Select(parameter => Describe(Element(parameter.Type), parameter.Text, comments));

    private static IEnumerable<TypeHelp> ByPropertyName(IEnumerable<ParameterHelp> parameters)
    {
        string[] names = [.. parameters.Where(static parameter => parameter.Places.Any(static place => place.ByPropertyName)).Select(static parameter => parameter.Name)];
        return names.Length == 0
            ? []
            : [new TypeHelp("System.Management.Automation.PSObject", $"Objects with such properties, rows of a table say: {string.Join(", ", names)}.")];
    }

    private static ParameterHelp Read(PropertyInfo property, object instance, CommentFile comments) => new(
        property.Name,
        property.PropertyType,
        comments.OfProperty(property),
        [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []],
        comments.OfProperty(property).Contains("wildcard", StringComparison.OrdinalIgnoreCase),
        Default(property.GetValue(instance)),
        [
            .. property.GetCustomAttributes<ParameterAttribute>().Select(static attribute => new ParameterPlace(
                attribute.ParameterSetName == ParameterAttribute.AllParameterSets ? null : attribute.ParameterSetName,
                attribute.Mandatory,
                attribute.Position == int.MinValue ? null : attribute.Position,
                attribute.ValueFromPipeline,
                attribute.ValueFromPipelineByPropertyName)),
        ]);

    // What the user need not give: as it would be typed.
    private static string Default(object? value) => value switch
    {
        null => "None",
        SwitchParameter flag => flag.IsPresent ? "True" : "False",
        string { Length: 0 } => "None",
        TimeSpan time => $"{time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} (seconds)",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()) is { Length: > 0 } items ? items : "None",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "None",
    };

    private static Type Element(Type type) => type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;

    // Our own types say themselves what they are; of others the parameter says what they mean here.
    private static TypeHelp Describe(Type type, string otherwise, CommentFile comments)
    {
        string own = comments.OfType(type);
        return new TypeHelp(type.FullName!, own.Length > 0 ? own : otherwise);
    }

    private static string OutputText(Type type) =>
        type == typeof(string) ? "Lines of text."
        : type == typeof(bool) ? "Whether it is so, where only that is asked for."
        : type == typeof(PSObject) ? "What the script block gives."
        : type.FullName == "System.Management.Automation.Runspaces.PSSession" ? "A session of PowerShell's own, inside the namespace."
        : type == typeof(System.IO.FileInfo) ? "The file that was written."
        : string.Empty;
}
