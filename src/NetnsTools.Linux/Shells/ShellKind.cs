namespace NetnsTools.Linux;

/// <summary>The shells whose prompt can say where one is, by how they are told.</summary>
public enum ShellKind
{
    /// <summary>Not a known shell: started as it is.</summary>
    Other,
    /// <summary>Bash.</summary>
    Bash,
    /// <summary>Zsh.</summary>
    Zsh,
    /// <summary>Fish.</summary>
    Fish,
    /// <summary>One that reads <c>$ENV</c>, as POSIX has it: sh, dash, ash, ksh.</summary>
    Posix,
    /// <summary>PowerShell.</summary>
    PowerShell,
}
