namespace NetnsTools.Host.Cmdlets;

/// <summary>The kinds of items that Test-Path tells apart.</summary>
public enum TestPathType
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>A folder, or another container.</summary>
    Container,

    /// <summary>A file, or another item that holds no others.</summary>
    Leaf,
}
