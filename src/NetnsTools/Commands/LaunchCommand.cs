using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using NetnsTools.Errors;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>What all cmdlets share that start something inside a namespace.</summary>
public abstract class LaunchCommand : NetnsCmdlet
{
    private const string FileSystem = "FileSystem";

    private protected LaunchCommand()
    {
    }

    /// <summary>Where it starts; without it where PowerShell is.</summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>Variables to set over the caller's environment; $null takes one away.</summary>
    [Parameter]
    public IDictionary? Environment { get; set; }

    /// <summary>Mounts /sys anew, so that it shows the namespace's interfaces, as ip netns exec does.</summary>
    [Parameter]
    public SwitchParameter Sysfs { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (TakenArgument.Find(MyInvocation) is { } taken)
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(
                new NetworkException(
                    FaultKind.InvalidInput,
                    ObjectKind.Program,
                    $"PowerShell takes {taken.Argument} for -{taken.Parameter}. If it is meant for the program, write it in quotes ('{taken.Argument}'), "
                    + $"or -- before all arguments of the program; if not, write -{taken.Parameter} in full."),
                taken.Argument));
        }
    }

    /// <summary>What the user asked for, in the library's terms.</summary>
    /// <exception cref="NetworkException">There is no such directory.</exception>
    private protected LaunchOptions LaunchOptions() => new()
    {
        WorkingDirectory = WorkingDirectory is null
            ? SessionState.Path.CurrentFileSystemLocation.ProviderPath
            : FileSystemPath(WorkingDirectory),
        Environment = Variables(),
        Sysfs = Sysfs,
    };

    /// <summary>A path of PowerShell (a drive, <c>~</c>) as the kernel knows it.</summary>
    private protected string FileSystemPath(string path)
    {
        try
        {
            string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystem
                ? resolved
                : throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Program, $"'{path}' is not in the file system.", null, path);
        }
        catch (RuntimeException exception)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Program, $"'{path}' cannot be a path: {exception.Message}", exception, path);
        }
    }

    /// <summary>Objects as the arguments of a program: arrays one by one, nothing for $null, numbers in the invariant way.</summary>
    private protected static IReadOnlyList<string> Texts(IEnumerable<object?> arguments)
    {
        List<string> texts = [];
        foreach (object? argument in arguments)
        {
            object? value = PlainValue.Of(argument);
            if (value is not string and IEnumerable several and not IDictionary)
            {
                foreach (object? one in several)
                {
                    Add(one);
                }
            }
            else
            {
                Add(argument);
            }
        }

        return texts;

        void Add(object? value)
        {
            if (value is not null)
            {
                texts.Add((string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture));
            }
        }
    }

    private Dictionary<string, string?> Variables()
    {
        Dictionary<string, string?> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment ?? new Hashtable())
        {
            string name = (string)LanguagePrimitives.ConvertTo(entry.Key, typeof(string), CultureInfo.InvariantCulture);
            variables[name] = entry.Value is null
                ? null
                : (string)LanguagePrimitives.ConvertTo(entry.Value, typeof(string), CultureInfo.InvariantCulture);
        }

        return variables;
    }
}
