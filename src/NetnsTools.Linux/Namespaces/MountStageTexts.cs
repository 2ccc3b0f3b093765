using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux;

/// <summary>The paths of a <see cref="MountStage"/> in unmanaged memory, where they stay put.</summary>
internal sealed unsafe class MountStageTexts : IDisposable
{
    private readonly List<nint> _blocks = [];

    public MountStageTexts(string workingDirectory, IReadOnlyList<(string Source, string Target)> binds)
    {
        Root = Text("/");
        Here = Text(".");
        Sys = Text("/sys");
        SysType = Text("sysfs");
        OwnMounts = Text("/proc/thread-self/ns/mnt");
        WorkingDirectory = Text(workingDirectory);
        Sources = (byte**)Block(binds.Count * sizeof(nint));
        Targets = (byte**)Block(binds.Count * sizeof(nint));
        BindErrors = (int*)Block(binds.Count * sizeof(int));
        for (int index = 0; index < binds.Count; index++)
        {
            Sources[index] = Text(binds[index].Source);
            Targets[index] = Text(binds[index].Target);
        }
    }

    public byte* Root { get; }

    public byte* Here { get; }

    public byte* Sys { get; }

    public byte* SysType { get; }

    public byte* OwnMounts { get; }

    public byte* WorkingDirectory { get; }

    public byte** Sources { get; }

    public byte** Targets { get; }

    public int* BindErrors { get; }

    public void Dispose()
    {
        foreach (nint block in _blocks)
        {
            Marshal.FreeCoTaskMem(block);
        }

        _blocks.Clear();
    }

    private byte* Text(string text) => (byte*)Keep(Marshal.StringToCoTaskMemUTF8(text));

    private nint Block(int bytes) => Keep(Marshal.AllocCoTaskMem(Math.Max(bytes, 1)));

    private nint Keep(nint block)
    {
        _blocks.Add(block);
        return block;
    }
}
