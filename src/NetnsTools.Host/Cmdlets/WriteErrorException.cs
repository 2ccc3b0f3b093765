using System;

namespace NetnsTools.Host.Cmdlets;

/// <summary>What Write-Error was told in words; the error view shows its name.</summary>
/// <param name="message">The words.</param>
public sealed class WriteErrorException(string? message) : Exception(message);
