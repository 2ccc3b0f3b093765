using System;
using System.IO;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Base of the cmdlets that go through a provider: its exceptions become error records.</summary>
public abstract class ProviderCommand : PSCmdlet
{
    /// <summary>Does something for a path; if that fails, reports it and lets the next path have its turn.</summary>
    private protected void ForPath(string path, Action action)
    {
        try
        {
            action();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (Exception exception) when (exception is IContainsErrorRecord)
        {
            // What the provider met with is what the user wants to know, not that a provider was called.
            Exception cause = exception is ProviderInvocationException { InnerException: { } inner } ? inner : exception;
            WriteError(new ErrorRecord(((IContainsErrorRecord)exception).ErrorRecord, cause));
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            WriteError(new ErrorRecord(exception, exception.GetType().Name, ErrorCategory.NotSpecified, path));
        }
    }
}
