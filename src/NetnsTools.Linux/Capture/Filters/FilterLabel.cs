namespace NetnsTools.Linux.Capture.Filters;

/// <summary>A place in a program that is being assembled, to which earlier instructions jump.</summary>
internal sealed class FilterLabel
{
    /// <summary>The number of the item that follows it; null until it is placed.</summary>
    public int? Item { get; set; }
}
