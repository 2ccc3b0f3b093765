using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace NetnsTools.Host.Terminal;

/// <content>What is asked of the user: nothing under -NonInteractive.</content>
internal sealed partial class ConsoleUserInterface
{
    /// <inheritdoc/>
    public override string ReadLine()
    {
        RequireInteractive();
        return Console.In.ReadLine() ?? string.Empty;
    }

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        RequireInteractive();
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                secret.AppendChar(key.KeyChar);
            }
            else if (secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
        }

        WriteLine();
        return secret;
    }

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequireInteractive();
        WriteCaption(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription description in descriptions)
        {
            Write($"{description.Name}: ");
            answers[description.Name] = description.ParameterTypeFullName == typeof(SecureString).FullName
                ? PSObject.AsPSObject(ReadLineAsSecureString())
                : PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireInteractive();
        WriteCaption(caption, message);
        while (true)
        {
            for (int index = 0; index < choices.Count; index++)
            {
                string label = choices[index].Label.Replace("&", string.Empty, StringComparison.Ordinal);
                Write($"[{HotKey(choices[index])}] {label}  ");
            }

            Write(defaultChoice < 0 ? ": " : $"(default is \"{HotKey(choices[defaultChoice])}\"): ");
            if (Console.In.ReadLine() is not string answer)
            {
                throw new PSInvalidOperationException("Standard input has ended; there is nobody to ask.");
            }

            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            for (int index = 0; index < choices.Count; index++)
            {
                if (answer.Trim().Equals(HotKey(choices[index]), StringComparison.OrdinalIgnoreCase))
                {
                    return index;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new PSNotSupportedException("This host does not ask for credentials.");

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private static string HotKey(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant()
            : choice.Label;
    }

    private void WriteCaption(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            WriteLine();
            WriteLine(caption);
        }

        if (!string.IsNullOrEmpty(message))
        {
            WriteLine(message);
        }
    }

    private void RequireInteractive()
    {
        ClearProgress();
        if (_nonInteractive)
        {
            throw new PSInvalidOperationException(
                "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        }
    }
}
