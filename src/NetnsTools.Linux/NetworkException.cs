using System;

namespace NetnsTools.Linux;

/// <summary>The one root of what this library throws of its own accord.</summary>
public class NetworkException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">A sentence that names operation, object and remedy.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    /// <param name="objectName">The object, as the user knows it.</param>
    public NetworkException(
        FaultKind fault, ObjectKind subject, string message, Exception? innerException = null, string? objectName = null)
        : base(message, innerException)
    {
        Fault = fault;
        Subject = subject;
        ObjectName = objectName;
    }

    /// <summary>What went wrong.</summary>
    public FaultKind Fault { get; }

    /// <summary>What it is about.</summary>
    public ObjectKind Subject { get; }

    /// <summary>The object, as the user knows it: <c>veth-1</c>; null where the caller knows it better.</summary>
    public string? ObjectName { get; }
}
