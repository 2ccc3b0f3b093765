namespace NetnsTools.Host.Cmdlets;

/// <summary>What Measure-Object found; what was not asked for is null.</summary>
public sealed class MeasureInfo
{
    /// <summary>How many values there were.</summary>
    public int Count { get; init; }

    /// <summary>Their mean.</summary>
    public double? Average { get; init; }

    /// <summary>Their sum.</summary>
    public double? Sum { get; init; }

    /// <summary>The greatest.</summary>
    public object? Maximum { get; init; }

    /// <summary>The least.</summary>
    public object? Minimum { get; init; }

    /// <summary>The property that was measured.</summary>
    public string? Property { get; init; }
}
