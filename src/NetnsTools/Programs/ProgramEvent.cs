namespace NetnsTools.Programs;

/// <summary>What a running program has to say to the pipeline.</summary>
internal readonly record struct ProgramEvent(ProgramJob Job, ProgramEventKind Kind, string Text = "");

/// <summary>Kinds of <see cref="ProgramEvent"/>.</summary>
internal enum ProgramEventKind
{
    /// <summary>A line of its standard output.</summary>
    Output,
    /// <summary>A line of its standard error.</summary>
    Error,
    /// <summary>It has ended, and all was read.</summary>
    Ended,
}
