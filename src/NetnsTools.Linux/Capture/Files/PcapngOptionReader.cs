using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>The options of a block, one after the other.</summary>
internal ref struct PcapngOptionReader(CaptureInput input, FieldReader options)
{
    private FieldReader _rest = options;

    /// <summary>Takes the next option; false at the end.</summary>
    /// <exception cref="NetworkException">Its length does not fit.</exception>
    public bool TryTake(out ushort code, out FieldReader value)
    {
        code = PcapngOption.End;
        value = default;
        if (_rest.Length == 0)
        {
            return false;
        }

        if (_rest.Length < PcapngWire.OptionHeaderLength)
        {
            throw input.Damaged($"{_rest.Length} bytes where an option's header of {PcapngWire.OptionHeaderLength} should be");
        }

        code = _rest.UInt16(0); // option code
        ushort length = _rest.UInt16(2); // option length
        FieldReader rest = _rest.From(PcapngWire.OptionHeaderLength);
        if (length > rest.Length)
        {
            throw input.Damaged($"an option of {length} bytes with {rest.Length} left");
        }

        value = rest.Slice(0, length);
        _rest = rest.From((int)Math.Min(PcapngWire.Align(length), rest.Length));
        return code != PcapngOption.End;
    }
}
