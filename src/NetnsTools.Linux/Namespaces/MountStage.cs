using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A copy of the caller's mounts, changed as a namespace wants it. The caller's own stay as they are.</summary>
/// <remarks>What <c>ip netns exec</c> does in the child is done here on a thread of its own, by the rules of <see cref="NamespaceGate"/>.</remarks>
internal sealed unsafe class MountStage : IDisposable
{
    private const int StackSize = 256 * 1024;

    private static readonly object RehearsalGate = new();
    private static bool _rehearsed;

    private readonly Dictionary<string, Errno> _refused = [];

    private MountStage()
    {
    }

    /// <summary>The mount namespace, open: it lives as long as this, or a process in it.</summary>
    public FileDescriptor Namespace { get; private set; } = new(-1);

    /// <summary>The caller's root directory, as it is in there.</summary>
    public FileDescriptor Root { get; private set; } = new(-1);

    /// <summary>The working directory, as it is in there.</summary>
    public FileDescriptor WorkingDirectory { get; private set; } = new(-1);

    /// <summary>What could not be bound over, and why.</summary>
    public IReadOnlyDictionary<string, Errno> Refused => _refused;

    /// <summary>Makes the copy.</summary>
    /// <param name="handle">The network namespace that a new <c>/sys</c> is to show.</param>
    /// <param name="workingDirectory">An absolute path.</param>
    /// <param name="sysfs">Whether <c>/sys</c> is mounted anew.</param>
    /// <param name="binds">Files or directories and what they are laid over.</param>
    /// <exception cref="KernelException">The kernel refused; nothing is left.</exception>
    public static MountStage Build(
        NamespaceHandle handle, string workingDirectory, bool sysfs, IReadOnlyList<(string Source, string Target)> binds)
    {
        MountStage stage = new();
        try
        {
            stage.Fill(handle, workingDirectory, sysfs, binds);
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Namespace.Dispose();
        Root.Dispose();
        WorkingDirectory.Dispose();
    }

    private void Fill(NamespaceHandle handle, string workingDirectory, bool sysfs, IReadOnlyList<(string Source, string Target)> binds)
    {
        using MountStageTexts texts = new(workingDirectory, binds);
        Stay stay = new()
        {
            Target = sysfs ? handle.Descriptor : -1,
            UnshareFlags = LibC.CLONE_NEWNS,
            Sysfs = sysfs,
            Root = texts.Root,
            Here = texts.Here,
            Sys = texts.Sys,
            SysType = texts.SysType,
            OwnMounts = texts.OwnMounts,
            WorkingDirectory = texts.WorkingDirectory,
            BindCount = binds.Count,
            Sources = texts.Sources,
            Targets = texts.Targets,
            BindErrors = texts.BindErrors,
        };
        Errno homeError = RunOnOwnThread(&stay);
        Namespace = new FileDescriptor(stay.OwnMountsDescriptor);
        Root = new FileDescriptor(stay.RootDescriptor);
        WorkingDirectory = new FileDescriptor(stay.DirectoryDescriptor);
        ThrowIf(homeError, "open the present namespaces for", handle);
        ThrowIf((Errno)stay.EnterError, "enter namespace", handle);
        ThrowIf((Errno)stay.CopyError, "copy the mounts for", handle);
        ThrowIf((Errno)stay.SysfsError, "mount /sys for", handle);
        ThrowIf((Errno)stay.OpenError, "open the mounts for", handle);
        for (int index = 0; index < binds.Count; index++)
        {
            if (texts.BindErrors[index] != 0)
            {
                _refused[binds[index].Target] = (Errno)texts.BindErrors[index];
            }
        }
    }

    private static void ThrowIf(Errno errno, string verb, NamespaceHandle handle)
    {
        if (errno != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Namespace, verb, handle.Label), errno);
        }
    }

    private static Errno RunOnOwnThread(Stay* stay)
    {
        // Bound here: what fails on the other thread would end the process.
        GateFunctions calls = GateFunctions.Bound;
        Errno error = Errno.None;
        Thread thread = new(Work, StackSize) { IsBackground = true, Name = "NetnsTools mounts" };
        thread.Start();
        thread.Join();
        return error;

        void Work()
        {
            using FileDescriptor network = LibC.Open(NamespaceHandle.CurrentPath, LibC.O_RDONLY, out error);
            using FileDescriptor mounts = LibC.Open("/proc/thread-self/ns/mnt", LibC.O_RDONLY, out Errno mountError);
            using FileDescriptor root = LibC.Open("/", LibC.O_PATH, out Errno rootError);
            using FileDescriptor directory = LibC.Open(".", LibC.O_PATH, out Errno directoryError);
            foreach (Errno one in (ReadOnlySpan<Errno>)[mountError, rootError, directoryError])
            {
                error = error == Errno.None ? one : error;
            }

            if (error == Errno.None)
            {
                stay->HomeNetwork = (int)network.DangerousGetHandle();
                stay->HomeMounts = (int)mounts.DangerousGetHandle();
                stay->HomeRoot = (int)root.DangerousGetHandle();
                stay->HomeDirectory = (int)directory.DangerousGetHandle();
                Rehearse(stay->HomeNetwork, calls);
                Inside(stay, calls);
            }
        }
    }

    /// <summary>Goes through every call once without leaving home: no address is valid and nothing is unshared.</summary>
    private static void Rehearse(int home, GateFunctions calls)
    {
        lock (RehearsalGate)
        {
            if (_rehearsed)
            {
                return;
            }

            byte* nowhere = (byte*)1;
            int bindError = 0;
            Stay rehearsal = new()
            {
                HomeNetwork = home,
                HomeMounts = -1,
                HomeRoot = -1,
                HomeDirectory = -1,
                Target = home,
                Sysfs = true,
                Root = nowhere,
                Here = nowhere,
                Sys = nowhere,
                SysType = nowhere,
                OwnMounts = nowhere,
                WorkingDirectory = nowhere,
                BindCount = 1,
                Sources = &nowhere,
                Targets = &nowhere,
                BindErrors = &bindError,
                Rehearsal = true,
            };
            Inside(&rehearsal, calls);
            _rehearsed = true;
        }
    }

    // No managed call, no allocation, no static field, no exception handling: see NamespaceGate.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Inside(Stay* stay, GateFunctions calls)
    {
        stay->OwnMountsDescriptor = stay->RootDescriptor = stay->DirectoryDescriptor = -1;
        if (stay->Target >= 0 && calls.SetNamespace(stay->Target, LibC.CLONE_NEWNET) != 0)
        {
            stay->EnterError = *calls.ErrnoLocation();
            return;
        }

        if (calls.Unshare(stay->UnshareFlags) != 0)
        {
            stay->CopyError = *calls.ErrnoLocation();
        }
        else
        {
            // A slave: what the host unmounts later (a removed namespace, say) goes here as well, and nothing goes back.
            if (calls.Mount(stay->Here, stay->Root, null, LibC.MS_SLAVE | LibC.MS_REC, null) != 0)
            {
                stay->CopyError = *calls.ErrnoLocation();
            }

            if (stay->Sysfs && (stay->CopyError == 0 || stay->Rehearsal))
            {
                int unmounted = calls.Unmount(stay->Sys, LibC.MNT_DETACH);
                int mounted = calls.Mount(stay->SysType, stay->Sys, stay->SysType, 0, null);
                if (mounted != 0 && unmounted != 0)
                {
                    // A read-only instance that stays below cannot be covered by a writable one.
                    mounted = calls.Mount(stay->SysType, stay->Sys, stay->SysType, LibC.MS_RDONLY, null);
                }

                stay->SysfsError = mounted == 0 ? 0 : *calls.ErrnoLocation();
            }

            if (stay->CopyError == 0 || stay->Rehearsal)
            {
                for (int index = 0; index < stay->BindCount; index++)
                {
                    int bound = calls.Mount(stay->Sources[index], stay->Targets[index], null, LibC.MS_BIND, null);
                    stay->BindErrors[index] = bound == 0 ? 0 : *calls.ErrnoLocation();
                }

                stay->OwnMountsDescriptor = calls.Open(stay->OwnMounts, LibC.O_RDONLY | LibC.O_CLOEXEC);
                stay->RootDescriptor = calls.Open(stay->Root, LibC.O_PATH | LibC.O_CLOEXEC);
                stay->DirectoryDescriptor = calls.Open(stay->WorkingDirectory, LibC.O_PATH | LibC.O_CLOEXEC);
                if (stay->OwnMountsDescriptor < 0 || stay->RootDescriptor < 0 || stay->DirectoryDescriptor < 0)
                {
                    stay->OpenError = *calls.ErrnoLocation();
                }
            }

            // Back: the mounts, then root and working directory, which entering a mount namespace resets.
            _ = calls.SetNamespace(stay->HomeMounts, LibC.CLONE_NEWNS);
            _ = calls.ChangeDirectory(stay->HomeRoot);
            _ = calls.ChangeRoot(stay->Here);
            _ = calls.ChangeDirectory(stay->HomeDirectory);
        }

        _ = calls.SetNamespace(stay->HomeNetwork, LibC.CLONE_NEWNET);
    }

    /// <summary>What to do, and what came of it.</summary>
    private struct Stay
    {
        public int HomeNetwork;
        public int HomeMounts;
        public int HomeRoot;
        public int HomeDirectory;
        public int Target; // -1: the network namespace does not matter
        public int UnshareFlags;
        public bool Sysfs;
        public bool Rehearsal;
        public byte* Root;
        public byte* Here;
        public byte* Sys;
        public byte* SysType;
        public byte* OwnMounts;
        public byte* WorkingDirectory;
        public int BindCount;
        public byte** Sources;
        public byte** Targets;
        public int* BindErrors;
        public int EnterError;
        public int CopyError;
        public int SysfsError;
        public int OpenError;
        public int OwnMountsDescriptor;
        public int RootDescriptor;
        public int DirectoryDescriptor;
    }
}
