using System;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools;

/// <summary>A process that lives in a namespace. Pipe it to Stop-NetnsProcess.</summary>
public class NetnsProcess
{
    internal NetnsProcess(ProcessEntry source, NamespaceReference? reference, string userName)
    {
        Source = source;
        Reference = reference;
        UserName = userName;
    }

    /// <summary>Its number.</summary>
    public int Id => Source.Id;

    /// <summary>The short name that the kernel keeps, at most 15 bytes.</summary>
    public string ProcessName => Source.Name;

    /// <summary>Program and arguments, as one would type them in a shell; <c>[name]</c> where there are none, as with threads of the kernel.</summary>
    public string CommandLine => Source.CommandLine.Length == 0 ? $"[{ProcessName}]" : ShellText.Join(Source.CommandLine);

    /// <summary>Program and arguments, one by one.</summary>
    public string[] ArgumentList => [.. Source.CommandLine];

    /// <summary>The user whose rights it has; the number as text where the user has no name.</summary>
    public string UserName { get; }

    /// <summary>The number of that user.</summary>
    public uint UserId => Source.UserId;

    /// <summary>The number of the process that it belongs to; 0 for none.</summary>
    public int ParentId => Source.ParentId;

    /// <summary>When it was started.</summary>
    public DateTime StartTime => Source.StartTime.LocalDateTime;

    /// <summary>The namespace's name, as it was asked for; null for the current one.</summary>
    public string? Namespace => Reference?.Text;

    /// <summary>With the number, what tells it from any other process, before and after it.</summary>
    internal ulong StartTicks => Source.StartTicks;

    /// <summary>An entry of the environment that it and all that it starts have; null for none.</summary>
    internal virtual string? Marker => null;

    internal ProcessEntry Source { get; }

    internal NamespaceReference? Reference { get; }

    /// <summary><c>sleep (1234)</c>.</summary>
    public override string ToString() => Source.ToString();
}
