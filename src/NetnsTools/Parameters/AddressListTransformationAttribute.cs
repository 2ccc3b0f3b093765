using System;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Takes several addresses in one text, as a cell of a table has them: <c>10.0.0.10/16, fd00:1::10/64</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressListTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainValue.Of(inputData) is string text
        && text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 1 } several
            ? several
            : inputData;
}
