using System;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Labs;
using NetnsTools.Linux;

namespace NetnsTools.Parameters;

/// <summary>Takes the name of a lab, or a pattern, for the labs that it means.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LabByNameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Of(inputData) switch
    {
        object[] several => several.SelectMany(Labs).ToArray(),
        string name => Labs(name),
        _ => inputData,
    };

    private static object?[] Labs(object? item)
    {
        try
        {
            return PlainValue.Of(item) is string name ? [.. OpenLabs.Match(name)] : [item];
        }
        catch (NetworkException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
