using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace NetnsTools.Sessions;

/// <summary>The engine's public API for processes with a runspace, as far as the API that this module is compiled against lacks it.</summary>
/// <remarks>Called in scripts rather than by reflection: the engine itself binds the calls, and says what it misses.</remarks>
internal static class EngineSession
{
    // The factory takes a host only with the connection, and a connection to a process only comes out of a runspace.
    private const string RunspaceScript = """
        param($types, $screen)
        $instance = [System.Management.Automation.Runspaces.PowerShellProcessInstance]::new()
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($types, $instance)
        if ($null -ne $screen) {
            $connection = $runspace.OriginalConnectionInfo
            $runspace.Dispose()
            $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($connection, $screen, $types)
        }
        $instance.Process, $runspace
        """;

    // The transport's name is only shown for transports that the engine does not know.
    private const string SessionScript = """
        param($runspace, $name, $caller)
        $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'NetNamespace', $caller)
        $session.Name = $name
        $session
        """;

    private const string ForgetScript = "param($sessions) $sessions | Remove-PSSession -Confirm:$false";

    private static readonly Lazy<TypeTable> Types = new(TypeTable.LoadDefaultTypeFiles);

    /// <summary>A process that is not started yet, and a runspace that starts it when it is opened.</summary>
    /// <param name="caller">The running cmdlet.</param>
    /// <param name="host">Who answers its questions and shows what it writes to the screen; null for nobody.</param>
    public static (Process Process, Runspace Runspace) CreateRunspace(PSCmdlet caller, PSHost? host)
    {
        List<object> made = Run(caller, RunspaceScript, Types.Value, host);
        return ((Process)made[0], (Runspace)made[1]);
    }

    /// <summary>A session around an open runspace.</summary>
    /// <param name="caller">The running cmdlet.</param>
    /// <param name="runspace">The runspace.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="listed">Whether <c>Get-PSSession</c> shows it, until <c>Remove-PSSession</c>.</param>
    public static PSSession Create(PSCmdlet caller, Runspace runspace, string name, bool listed) =>
        (PSSession)Run(caller, SessionScript, runspace, name, listed ? caller : null)[0];

    /// <summary>Takes sessions out of what <c>Get-PSSession</c> shows.</summary>
    public static void Forget(PSCmdlet caller, IEnumerable<PSSession> sessions) => _ = Run(caller, ForgetScript, sessions);

    private static List<object> Run(PSCmdlet caller, string script, params object?[] arguments) =>
        [.. caller.InvokeCommand.InvokeScript(script, useNewScope: true, PipelineResultTypes.None, input: null, arguments).Select(static result => result.BaseObject)];
}
