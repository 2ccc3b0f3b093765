using System;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Linux;

namespace NetnsTools.Parameters;

/// <summary>Takes the number of a capture, as Get-NetnsCapture shows it, for the capture.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CaptureByIdTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainValue.Of(inputData) is object[] several ? several.Select(Capture).ToArray() : Capture(inputData);

    private static object Capture(object item)
    {
        try
        {
            return PlainValue.Of(item) is int id ? RunningCaptures.Get(id) : item;
        }
        catch (NetworkException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
