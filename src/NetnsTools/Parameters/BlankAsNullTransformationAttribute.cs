using System;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Takes an empty cell of a table (<c>Import-Csv</c>) for what was not given; PowerShell itself would take it for zero, or refuse it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankAsNullTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PlainValue.Of(inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
