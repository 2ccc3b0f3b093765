using System;
using System.Net;
using NetnsTools.Linux;

namespace NetnsTools.Parameters;

/// <summary>An address with its prefix length, as the user gave it: <c>10.0.0.10/16</c>, an <see cref="IPAddress"/>, a <see cref="NetnsAddress"/>.</summary>
/// <remarks>Making one never fails: a bad one is refused, with an error record, when it is used.</remarks>
public sealed class AddressArgument
{
    private readonly AddressPrefix? _value;

    /// <summary>From text: <c>10.0.0.10/16</c>; without a length, the whole address.</summary>
    public AddressArgument(string text)
    {
        Text = text ?? string.Empty;
        HasLength = Text.Contains('/', StringComparison.Ordinal);
    }

    /// <summary>From an address, without a prefix length.</summary>
    public AddressArgument(IPAddress address)
        : this(address?.ToString() ?? string.Empty)
    {
    }

    /// <summary>From an address with its prefix length.</summary>
    public AddressArgument(AddressPrefix prefix)
    {
        _value = prefix;
        Text = prefix?.ToString() ?? string.Empty;
        HasLength = true;
    }

    /// <summary>From another interface's address.</summary>
    public AddressArgument(NetnsAddress address)
        : this(address is null ? null! : new AddressPrefix(address.Address, address.PrefixLength))
    {
    }

    /// <summary>As given.</summary>
    public string Text { get; }

    /// <summary>Whether a prefix length was given.</summary>
    public bool HasLength { get; }

    /// <summary>As given.</summary>
    public override string ToString() => Text;

    /// <summary>The address and its prefix length.</summary>
    /// <exception cref="NetworkException">It is none.</exception>
    internal AddressPrefix Resolve()
    {
        if (_value is not null)
        {
            return _value;
        }

        try
        {
            return AddressPrefix.Parse(Text);
        }
        catch (FormatException exception)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Address, exception.Message, exception);
        }
    }
}
