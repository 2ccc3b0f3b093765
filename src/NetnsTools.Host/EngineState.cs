using System.Management.Automation.Runspaces;
#if !POWERSHELL_SDK
using System;
using System.Management.Automation;
using System.Reflection;
#endif

namespace NetnsTools.Host;

/// <summary>What a runspace starts with.</summary>
internal static class EngineState
{
    /// <summary>The engine's own commands and views, and the Utility and Management cmdlets: real, or stand-ins.</summary>
    public static InitialSessionState Create()
    {
#if POWERSHELL_SDK
        return InitialSessionState.CreateDefault();
#else
        EngineInternals.LoadOnlyTheEngine();
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(EngineState).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is CmdletAttribute cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
            }
        }

        return state;
#endif
    }
}
