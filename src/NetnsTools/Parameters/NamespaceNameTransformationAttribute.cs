using System;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Refuses what is no name where names come down the pipeline: any object would do by its text, a link for a namespace of its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamespaceNameTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Deserialized = "Deserialized.NetnsTools.NetNamespace";

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object[] items = PlainValue.Of(inputData) is object[] several ? several : [inputData];
        return items.Select(Name).ToArray();
    }

    private static object? Name(object? item) => PlainValue.Of(item) switch
    {
        null => null,
        string text => text,
        NetNamespace or IConvertible => item,
        _ when item is PSObject wrapped && wrapped.TypeNames.Contains(Deserialized) => wrapped.Properties["Name"]?.Value,
        { } other => throw new ArgumentTransformationMetadataException(
            $"'{item}' is a {other.GetType().Name}, no namespace and no name of one. Give the namespace itself, by name or as Get-NetNamespace gives it."),
    };
}
