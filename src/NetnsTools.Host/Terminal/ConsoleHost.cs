using System;
using System.Globalization;
using System.Management.Automation.Host;
using System.Reflection;

namespace NetnsTools.Host.Terminal;

/// <summary>The engine's view of this program.</summary>
internal sealed class ConsoleHost : PSHost, IDisposable
{
    private readonly ConsoleUserInterface _ui;

    public ConsoleHost(bool nonInteractive) => _ui = new ConsoleUserInterface(nonInteractive);

    /// <summary>What the script passed to 'exit'; null as long as nothing called it.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "NetnsTools.Host";

    /// <inheritdoc/>
    public override Version Version { get; } = Assembly.GetExecutingAssembly().GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompts.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompts.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
        // A native program is about to write to the terminal.
        _ui.ClearProgress();
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _ui.Dispose();
}
