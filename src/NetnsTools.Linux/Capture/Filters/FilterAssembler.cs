using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Puts a program together, and finds out how far its jumps go. They only go forward, as the kernel wants it.</summary>
internal sealed class FilterAssembler
{
    public const int MaximumLength = 4096; // BPF_MAXINSNS

    private readonly List<Item> _items = [];

    /// <summary>Places a label before what is emitted next.</summary>
    public void Mark(FilterLabel label) => label.Item = _items.Count;

    public void Emit(ushort code, uint operand = 0) => _items.Add(new Item(new SocketFilterInstruction(code, 0, 0, operand), null, null));

    /// <summary>Instructions from elsewhere whose jumps stay among them.</summary>
    public void Append(IEnumerable<SocketFilterInstruction> instructions)
    {
        foreach (SocketFilterInstruction instruction in instructions)
        {
            _items.Add(new Item(instruction, null, null));
        }
    }

    public void Return(int length) => Emit(FilterOpcode.Return, (uint)length);

    public void Jump(FilterLabel target) => Add(FilterOpcode.Jump, 0, target, null);

    /// <summary>Goes to one of two labels; no label is the next instruction.</summary>
    public void JumpIfEqual(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        Add(FilterOpcode.JumpIfEqual, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfGreater(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        Add(FilterOpcode.JumpIfGreater, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfNotLess(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        Add(FilterOpcode.JumpIfNotLess, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfAnyBit(uint bits, FilterLabel? then, FilterLabel? otherwise = null) =>
        Add(FilterOpcode.JumpIfAnyBit, bits, then, otherwise);

    /// <summary>The program with all jumps in numbers.</summary>
    /// <exception cref="NetworkException">It is longer than the kernel takes.</exception>
    public SocketFilterInstruction[] Assemble()
    {
        int[] addresses = Place();
        int length = addresses[^1];
        if (length > MaximumLength)
        {
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Capture,
                $"The filter is too long for the kernel: it makes {length} instructions, and {MaximumLength} are the most. "
                    + "Give fewer addresses or ports, or prefixes instead of single addresses.");
        }

        List<SocketFilterInstruction> program = new(length);
        for (int index = 0; index < _items.Count; index++)
        {
            Write(program, index, addresses);
        }

        return [.. program];
    }

    private void Add(ushort code, uint operand, FilterLabel? then, FilterLabel? otherwise) =>
        _items.Add(new Item(new SocketFilterInstruction(code, 0, 0, operand), then, otherwise));

    // Every far jump makes the program longer, and others far in turn: again until nothing changes.
    private int[] Place()
    {
        int[] addresses = new int[_items.Count + 1];
        bool isStable = false;
        while (!isStable)
        {
            for (int index = 0; index < _items.Count; index++)
            {
                addresses[index + 1] = addresses[index] + _items[index].Length;
            }

            isStable = true;
            for (int index = 0; index < _items.Count; index++)
            {
                isStable &= !Widen(_items[index], addresses, index);
            }
        }

        return addresses;
    }

    private static bool Widen(Item item, int[] addresses, int index)
    {
        if (item.Instruction.Code == FilterOpcode.Jump)
        {
            return false;
        }

        int length = item.Length;
        item.IsThenFar |= item.Then is { } then && Distance(addresses, index, then) > byte.MaxValue;
        item.IsOtherwiseFar |= item.Otherwise is { } otherwise && Distance(addresses, index, otherwise) > byte.MaxValue;
        return item.Length != length;
    }

    private void Write(List<SocketFilterInstruction> program, int index, int[] addresses)
    {
        Item item = _items[index];
        if (item is { Then: null, Otherwise: null })
        {
            program.Add(item.Instruction);
            return;
        }

        if (item.Instruction.Code == FilterOpcode.Jump)
        {
            program.Add(item.Instruction with { Operand = (uint)Distance(addresses, index, item.Then!) });
            return;
        }

        // A far jump goes over an unconditional one right behind; who does not jump goes over all of these.
        int next = item.Length - 1;
        program.Add(item.Instruction with
        {
            JumpTrue = (byte)(item.IsThenFar ? 0 : item.Then is null ? next : Distance(addresses, index, item.Then)),
            JumpFalse = (byte)(item.IsOtherwiseFar ? next - 1 : item.Otherwise is null ? next : Distance(addresses, index, item.Otherwise)),
        });
        if (item.IsThenFar)
        {
            program.Add(Over(1, item.Then!));
        }

        if (item.IsOtherwiseFar)
        {
            program.Add(Over(next, item.Otherwise!));
        }

        SocketFilterInstruction Over(int position, FilterLabel target) =>
            new(FilterOpcode.Jump, 0, 0, (uint)(Distance(addresses, index, target) - position));
    }

    // From the instruction behind the jump.
    private static int Distance(int[] addresses, int index, FilterLabel label)
    {
        int item = label.Item ?? throw new InvalidOperationException("A label was never placed.");
        return item > index ? addresses[item] - addresses[index] - 1 : throw new InvalidOperationException("A jump goes backwards.");
    }

    private sealed class Item(SocketFilterInstruction instruction, FilterLabel? then, FilterLabel? otherwise)
    {
        public SocketFilterInstruction Instruction => instruction;

        public FilterLabel? Then => then;

        public FilterLabel? Otherwise => otherwise;

        public bool IsThenFar { get; set; }

        public bool IsOtherwiseFar { get; set; }

        public int Length => 1 + (IsThenFar ? 1 : 0) + (IsOtherwiseFar ? 1 : 0);
    }
}
