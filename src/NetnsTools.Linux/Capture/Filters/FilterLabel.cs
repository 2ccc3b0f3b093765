namespace NetnsTools.Linux.Capture.Filters;

/// <summary>A place in a program that is being assembled, to which earlier instructions jump.</summary>
internal sealed class FilterLabel
{
    /// <summary>Whether it has its place; from then on nothing can jump to it.</summary>
    public bool IsPlaced { get; set; }
}
