using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Write-Host: text for the screen, through the information stream as in PowerShell 5 and later.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    private static readonly string[] HostTag = ["PSHOST"];

    /// <summary>What to show.</summary>
    [Parameter(Position = 0, ValueFromRemainingArguments = true, ValueFromPipeline = true)]
    [Alias("Object", "Msg", "Message")]
    public object? Value { get; set; }

    /// <summary>No line end after it.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>What goes between the elements of a collection.</summary>
    [Parameter]
    public object? Separator { get; set; } = " ";

    /// <summary>The text's colour.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <summary>The background's colour.</summary>
    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        HostInformationMessage message = new()
        {
            Message = Text(Value),
            NoNewLine = NoNewline,
        };
        try
        {
            message.ForegroundColor = ForegroundColor ?? Host.UI.RawUI.ForegroundColor;
            message.BackgroundColor = BackgroundColor ?? Host.UI.RawUI.BackgroundColor;
        }
        catch (HostException)
        {
            // Nobody looks at this screen, as in a remote session whose client has none.
        }

        WriteInformation(message, HostTag);
    }

    private string Text(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is string || plain is not IEnumerable elements)
        {
            return value?.ToString() ?? string.Empty;
        }

        List<string> texts = [];
        foreach (object? element in elements)
        {
            texts.Add(Text(element));
        }

        return string.Join(Separator?.ToString(), texts);
    }
}
