using System;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Takes a plain number as seconds (<c>0.2</c>), as ping does; PowerShell itself would take it as ticks of 100 ns.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PlainValue.Of(inputData);
        // A string such as 00:00:01 is left to PowerShell's own conversion.
        return value is not TimeSpan
            && LanguagePrimitives.TryConvertTo(value, out double seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : value;
    }
}
