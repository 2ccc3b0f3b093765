using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>One way through several namespaces, in memory that stays where it is. Going there is what costs, so go once for all.</summary>
internal sealed unsafe class GateVisit : IDisposable
{
    private readonly GateStep* _steps;
    private readonly int _capacity;
    private readonly List<nint> _texts = [];
    private byte* _source;

    /// <summary>Makes room for so many steps.</summary>
    public GateVisit(int capacity)
    {
        _capacity = capacity;
        _steps = (GateStep*)NativeMemory.Alloc((nuint)Math.Max(capacity, 1), (nuint)sizeof(GateStep));
    }

    public int Count { get; private set; }

    /// <summary>A step, before or after it was taken.</summary>
    public ref GateStep this[int index] => ref _steps[(uint)index < (uint)Count ? index : throw new ArgumentOutOfRangeException(nameof(index))];

    public void AddSocket(int target, int domain, int type, int protocol) => Add(GateStep.ForSocket(target, domain, type, protocol));

    public void AddFile(int target, string path) => Add(GateStep.ForFile(target, Text(path)));

    /// <summary>Creates a namespace and mounts it on a file, which exists.</summary>
    public void AddCreation(string path)
    {
        if (_source is null)
        {
            _source = Text(NamespaceHandle.CurrentPath);
        }

        Add(GateStep.ForCreation(_source, Text(path)));
    }

    /// <summary>Takes all steps, in order. One that fails does not keep the others from being taken.</summary>
    /// <param name="onTwoThreads">Whether the second half is taken at the same time as the first, where there are processors for it.</param>
    public void Run(bool onTwoThreads = false)
    {
        if (Count > 0)
        {
            NamespaceGate.Run(_steps, Count, onTwoThreads && Count > 1 && Environment.ProcessorCount > 1 ? 2 : 1);
        }
    }

    /// <summary>What a step has opened; from now on the caller's.</summary>
    public FileDescriptor TakeSocket(int index) => Take(ref this[index].Socket);

    /// <inheritdoc cref="TakeSocket"/>
    public FileDescriptor TakeFile(int index) => Take(ref this[index].File);

    /// <summary>Closes what nobody has taken.</summary>
    public void Dispose()
    {
        for (int index = 0; index < Count; index++)
        {
            TakeSocket(index).Dispose();
            TakeFile(index).Dispose();
        }

        Count = 0;
        _texts.ForEach(Marshal.FreeCoTaskMem);
        _texts.Clear();
        NativeMemory.Free(_steps);
    }

    private void Add(in GateStep step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, _capacity, "capacity");
        _steps[Count++] = step;
    }

    private static FileDescriptor Take(ref int descriptor)
    {
        FileDescriptor taken = new(descriptor);
        descriptor = -1;
        return taken;
    }

    private byte* Text(string text)
    {
        nint bytes = Marshal.StringToCoTaskMemUTF8(text);
        _texts.Add(bytes);
        return (byte*)bytes;
    }
}
