namespace NetnsTools.Sessions;

/// <summary>What happens to a <see cref="ScriptBlockChild"/>, besides what its script writes.</summary>
internal enum ScriptBlockEvent
{
    /// <summary>Its PowerShell can be used, or is gone.</summary>
    Changed,

    /// <summary>Its script has ended, or took too long; streams may still hold something.</summary>
    Ended,

    /// <summary>Nothing comes any more.</summary>
    Drained,
}
