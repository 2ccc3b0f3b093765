using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>Processes as the user names them: by number.</summary>
internal static class ProcessLookup
{
    /// <summary>Opens the namespace of a process.</summary>
    /// <exception cref="NetworkException">There is no such process, or no right to look at it.</exception>
    public static NamespaceHandle OpenNamespace(int processId)
    {
        if (processId <= 0)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Process, $"{processId} cannot be the number of a process.");
        }

        try
        {
            return NamespaceHandle.OpenProcess(processId);
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.NotFound)
        {
            throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Process, $"There is no process {processId}, or it has ended.", exception);
        }
    }
}
