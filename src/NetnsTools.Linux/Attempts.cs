using System;
using System.Collections.Generic;

namespace NetnsTools.Linux;

/// <summary>Several things of which one that fails does not keep the others from being done.</summary>
internal sealed class Attempts
{
    private readonly List<NetworkException> _errors = [];

    /// <summary>Does one, on any thread.</summary>
    public void Do(Action action)
    {
        try
        {
            action();
        }
        catch (NetworkException exception)
        {
            lock (_errors)
            {
                _errors.Add(exception);
            }
        }
    }

    /// <summary>Says what failed first.</summary>
    /// <exception cref="NetworkException">Something did.</exception>
    public void ThrowIfFailed()
    {
        if (_errors.Count > 0)
        {
            throw _errors[0];
        }
    }
}
