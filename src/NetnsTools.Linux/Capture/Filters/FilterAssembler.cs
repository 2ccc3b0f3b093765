using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Puts a program together, and finds out how far its jumps go. They only go forward, as the kernel wants it.</summary>
/// <remarks>
/// Conditional jumps reach 255 instructions. Before the first one to a label that is not placed yet gets too old, a bridge is
/// built: an unconditional jump to that label, which goes as far as one likes, for all that want to go there.
/// </remarks>
internal sealed class FilterAssembler
{
    public const int MaximumLength = 4096; // BPF_MAXINSNS

    // Leaves room for a bridge to each label that is open at a time.
    private const int Reach = 240;

    private readonly List<SocketFilterInstruction> _program = [];
    private readonly List<Reference> _open = [];

    private enum Branch
    {
        Then,
        Otherwise,
        Always,
    }

    /// <summary>Places a label before what is emitted next.</summary>
    public void Mark(FilterLabel label)
    {
        label.IsPlaced = true;
        Resolve(one => one.Label == label);
    }

    public void Emit(ushort code, uint operand = 0)
    {
        BuildBridges(1);
        _program.Add(new SocketFilterInstruction(code, 0, 0, operand));
    }

    /// <summary>Instructions from elsewhere whose jumps stay among them.</summary>
    public void Append(IReadOnlyCollection<SocketFilterInstruction> instructions)
    {
        BuildBridges(instructions.Count);
        _program.AddRange(instructions);
    }

    public void Return(int length) => Emit(FilterOpcode.Return, (uint)length);

    public void Jump(FilterLabel target)
    {
        Emit(FilterOpcode.Jump);
        Refer(Branch.Always, target);
    }

    /// <summary>Goes to one of two labels; no label is the next instruction.</summary>
    public void JumpIfEqual(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        JumpIf(FilterOpcode.JumpIfEqual, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfGreater(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        JumpIf(FilterOpcode.JumpIfGreater, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfNotLess(uint value, FilterLabel? then, FilterLabel? otherwise = null) =>
        JumpIf(FilterOpcode.JumpIfNotLess, value, then, otherwise);

    /// <inheritdoc cref="JumpIfEqual"/>
    public void JumpIfAnyBit(uint bits, FilterLabel? then, FilterLabel? otherwise = null) =>
        JumpIf(FilterOpcode.JumpIfAnyBit, bits, then, otherwise);

    /// <summary>The program with all jumps in numbers.</summary>
    /// <exception cref="NetworkException">It is longer than the kernel takes.</exception>
    public SocketFilterInstruction[] Assemble()
    {
        if (_open.Count > 0)
        {
            throw new InvalidOperationException("A label was never placed.");
        }

        return _program.Count <= MaximumLength
            ? [.. _program]
            : throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Capture,
                $"The filter is too long for the kernel: it makes {_program.Count} instructions, and {MaximumLength} are the most. "
                    + "Give fewer addresses or ports, or prefixes instead of single addresses.");
    }

    private void JumpIf(ushort code, uint operand, FilterLabel? then, FilterLabel? otherwise)
    {
        Emit(code, operand);
        Refer(Branch.Then, then);
        Refer(Branch.Otherwise, otherwise);
    }

    // From the last instruction.
    private void Refer(Branch branch, FilterLabel? label)
    {
        if (label is not null)
        {
            _open.Add(label.IsPlaced
                ? throw new InvalidOperationException("A jump goes backwards.")
                : new Reference(_program.Count - 1, branch, label));
        }
    }

    // For jumps that could not reach beyond what comes next.
    private void BuildBridges(int coming)
    {
        FilterLabel[] labels =
        [
            .. _open.Where(one => one.Branch != Branch.Always && _program.Count + coming - one.Position > Reach)
                .Select(static one => one.Label)
                .Distinct(),
        ];
        if (labels.Length == 0)
        {
            return;
        }

        // Who comes along here goes over the bridges.
        _program.Add(new SocketFilterInstruction(FilterOpcode.Jump, 0, 0, (uint)labels.Length));
        foreach (FilterLabel label in labels)
        {
            Resolve(one => one.Label == label && one.Branch != Branch.Always);
            _program.Add(new SocketFilterInstruction(FilterOpcode.Jump, 0, 0, 0));
            Refer(Branch.Always, label);
        }
    }

    // What is emitted next is where these jumps go.
    private void Resolve(Predicate<Reference> which)
    {
        foreach (Reference one in _open)
        {
            if (which(one))
            {
                int distance = _program.Count - one.Position - 1;
                SocketFilterInstruction jump = _program[one.Position];
                _program[one.Position] = one.Branch switch
                {
                    Branch.Then => jump with { JumpTrue = checked((byte)distance) },
                    Branch.Otherwise => jump with { JumpFalse = checked((byte)distance) },
                    _ => jump with { Operand = (uint)distance },
                };
            }
        }

        _ = _open.RemoveAll(which);
    }

    private readonly record struct Reference(int Position, Branch Branch, FilterLabel Label);
}
