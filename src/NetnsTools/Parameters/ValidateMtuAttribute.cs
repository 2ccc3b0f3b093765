using System;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>What the largest packet of a link may be, in bytes. Unlike ValidateRange it lets pass that none is given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateMtuAttribute : ValidateArgumentsAttribute
{
    private const int Least = 68; // ETH_MIN_MTU
    private const int Most = 65535; // ETH_MAX_MTU

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is int and (< Least or > Most))
        {
            throw new ValidationMetadataException($"The MTU {arguments} is not between {Least} and {Most} bytes.");
        }
    }
}
