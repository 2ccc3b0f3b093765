using System;
using System.Globalization;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Measure-Object: counts, and sums, means and extremes of a property.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
[OutputType(typeof(MeasureInfo))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly PSObjectComparer _comparer = new(caseSensitive: false);
    private int _count;
    private double _sum;
    private object? _minimum;
    private object? _maximum;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property to measure; the object itself if not given.</summary>
    [Parameter(Position = 0)]
    public string? Property { get; set; }

    /// <summary>Adds the values up.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>The mean of the values.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>The least value.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>The greatest value.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (Property is null)
        {
            Add(InputObject.BaseObject);
            return;
        }

        foreach (PSPropertyExpressionResult result in new PSPropertyExpression(Property).GetValues(InputObject))
        {
            Add(result.Result is PSObject wrapped ? wrapped.BaseObject : result.Result);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new MeasureInfo
    {
        Count = _count,
        Sum = Sum ? _sum : null,
        Average = Average && _count > 0 ? _sum / _count : null,
        Minimum = _minimum,
        Maximum = _maximum,
        Property = Property,
    });

    private void Add(object? value)
    {
        if (Sum || Average)
        {
            try
            {
                _sum += (double)LanguagePrimitives.ConvertTo(value, typeof(double), CultureInfo.InvariantCulture);
            }
            catch (PSInvalidCastException exception)
            {
                WriteError(new ErrorRecord(exception, "NonNumericInputObject", ErrorCategory.InvalidType, value));
                return;
            }
        }

        _count++;
        if (Minimum && (_minimum is null || _comparer.Compare(value, _minimum) < 0))
        {
            _minimum = Number(value);
        }

        if (Maximum && (_maximum is null || _comparer.Compare(value, _maximum) > 0))
        {
            _maximum = Number(value);
        }
    }

    // pwsh gives numbers back as double, whatever they were.
    private static object? Number(object? value) =>
        value is IConvertible and not (string or char or bool or DateTime or Enum)
        ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
        : value;
}
