using System;
using System.Collections.Generic;
using System.Globalization;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>An open network namespace: it cannot vanish or be mistaken for another while this is held.</summary>
public sealed class NamespaceHandle : IDisposable
{
    /// <summary>The namespace of the thread that opens it.</summary>
    internal const string CurrentPath = "/proc/thread-self/ns/net";

    private const string OpenRoute = "open rtnetlink";

    private readonly FileDescriptor _descriptor;

    private NamespaceHandle(FileDescriptor descriptor, string? label, NamespaceIdentity identity)
    {
        _descriptor = descriptor;
        Label = label;
        Identity = identity;
    }

    /// <summary>The namespace as the user knows it; null for the current one.</summary>
    public string? Label { get; }

    /// <summary>Its name in the store that opened it; null where it was opened by other means.</summary>
    public string? Name { get; private init; }

    /// <summary>What it is, whatever it is called.</summary>
    public NamespaceIdentity Identity { get; }

    /// <summary>What it was opened by.</summary>
    internal NamespaceAnchor Anchor => new(Path, Identity);

    // Null for the current namespace.
    private string? Path { get; init; }

    internal int Descriptor
    {
        get
        {
            // The number may be another file's by now.
            ObjectDisposedException.ThrowIf(_descriptor.IsClosed, this);
            return (int)_descriptor.DangerousGetHandle();
        }
    }

    /// <summary>The namespace of the calling thread.</summary>
    public static NamespaceHandle OpenCurrent() => Open(CurrentPath, null);

    /// <summary>The namespace of a process.</summary>
    /// <exception cref="KernelException">No such process, or no right to look at it.</exception>
    public static NamespaceHandle OpenProcess(int processId)
    {
        string id = processId.ToString(CultureInfo.InvariantCulture);
        return Open($"/proc/{id}/ns/net", $"pid:{id}");
    }

    /// <summary>The namespace that a file names.</summary>
    /// <param name="path">A file under a run directory, or <c>/proc/PID/ns/net</c>.</param>
    /// <exception cref="KernelException">The file cannot be opened.</exception>
    /// <exception cref="NetworkException">The file is no network namespace.</exception>
    public static NamespaceHandle OpenPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            // The C library would open what stands before it.
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Namespace, "The path of a namespace cannot contain a NUL character.");
        }

        return Open(path, path);
    }

    /// <summary>Refuses to be taken for a namespace that had the name before.</summary>
    /// <exception cref="NetworkException">It is another one (<see cref="FaultKind.Replaced"/>).</exception>
    public void EnsureIs(NamespaceIdentity expected) => EnsureIs(
        expected,
        $"The name '{Label}' belongs to another namespace ({Identity}) than when the object was read ({expected}). Read it again by its name.");

    /// <summary>The same in other words.</summary>
    internal void EnsureIs(NamespaceIdentity expected, string otherwise)
    {
        if (Identity != expected)
        {
            throw new NetworkException(FaultKind.Replaced, ObjectKind.Namespace, otherwise);
        }
    }

    /// <summary>Refuses where the caller may not enter, before anything is started there that could only say so on its own.</summary>
    /// <exception cref="KernelException">A capability is missing.</exception>
    public void EnsureEnterable()
    {
        // Through the gate in any case: for entering, the kernel asks for the capability even at home.
        using FileDescriptor socket = NamespaceGate.OpenSocket(
            Descriptor, LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_ROUTE, out Errno errno);
        if (errno != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Namespace, "enter namespace", ToString()), errno);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Label ?? Identity.ToString();

    internal static NamespaceHandle Open(string path, string? label, string? name = null)
    {
        FileDescriptor descriptor = LibC.Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK, out Errno errno);
        try
        {
            if (errno != Errno.None)
            {
                throw new KernelException(new Operation(ObjectKind.Namespace, "open namespace", label ?? path), errno);
            }

            int fd = (int)descriptor.DangerousGetHandle();
            uint magic = LibC.FileSystemMagic(fd, out errno);
            ThrowIf(errno, label ?? path);
            if (magic is not (LibC.NSFS_MAGIC or LibC.PROC_SUPER_MAGIC))
            {
                throw new NetworkException(
                    FaultKind.Stale,
                    ObjectKind.Namespace,
                    $"No namespace is mounted on '{path}': the file was left behind, or made by something else. Remove namespace '{label}' to delete it.");
            }

            int type = LibC.NamespaceType(fd, out errno);
            ThrowIf(errno, label ?? path);
            if (type != LibC.CLONE_NEWNET)
            {
                throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Namespace, $"'{path}' is not a network namespace.");
            }

            ThrowIf(LibC.Identify(fd, out ulong device, out ulong inode), label ?? path);
            ulong unique = LibC.NamespaceUniqueId(fd, out errno);
            ThrowIf(errno, label ?? path);
            return new NamespaceHandle(descriptor, label, new NamespaceIdentity(device, inode, unique))
            {
                Name = name,
                Path = label is null ? null : path,
            };
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static void ThrowIf(Errno errno, string what)
    {
        if (errno != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Namespace, "identify namespace", what), errno);
        }
    }

    /// <summary>Opens netlink inside.</summary>
    /// <param name="protocol">NETLINK_ROUTE or NETLINK_SOCK_DIAG.</param>
    internal FileDescriptor OpenNetlink(int protocol = LibC.NETLINK_ROUTE) =>
        OpenSocket(
            LibC.AF_NETLINK,
            LibC.SOCK_RAW | LibC.SOCK_CLOEXEC,
            protocol,
            ObjectKind.Namespace,
            protocol == LibC.NETLINK_ROUTE ? OpenRoute : "open the table of sockets");

    /// <summary>Opens rtnetlink inside several namespaces, on one way through the gate.</summary>
    /// <returns>The socket of each, or why there is none: see <see cref="Checked"/>.</returns>
    internal static (FileDescriptor Socket, Errno Errno)[] OpenNetlink(IReadOnlyList<NamespaceHandle> targets)
    {
        const int type = LibC.SOCK_RAW | LibC.SOCK_CLOEXEC;
        (FileDescriptor, Errno)[] sockets = new (FileDescriptor, Errno)[targets.Count];
        List<int> elsewhere = [];
        using GateVisit visit = new(targets.Count);
        _ = LibC.Identify(CurrentPath, out ulong device, out ulong inode);
        for (int index = 0; index < sockets.Length; index++)
        {
            if (targets[index].IsAt(device, inode))
            {
                sockets[index] = (LibC.OpenSocket(LibC.AF_NETLINK, type, LibC.NETLINK_ROUTE, out Errno errno), errno);
            }
            else
            {
                elsewhere.Add(index);
                visit.AddSocket(targets[index].Descriptor, LibC.AF_NETLINK, type, LibC.NETLINK_ROUTE);
            }
        }

        visit.Run();
        for (int step = 0; step < elsewhere.Count; step++)
        {
            sockets[elsewhere[step]] = (visit.TakeSocket(step), visit[step].SocketError);
        }

        return sockets;
    }

    /// <summary>Opens a socket inside; the calling thread stays where it is.</summary>
    internal FileDescriptor OpenSocket(int domain, int type, int protocol, ObjectKind subject, string verb)
    {
        FileDescriptor socket = IsCurrent()
            ? LibC.OpenSocket(domain, type, protocol, out Errno errno)
            : NamespaceGate.OpenSocket(Descriptor, domain, type, protocol, out errno);
        return Checked(socket, errno, subject, verb);
    }

    /// <summary>A socket that was opened in this namespace.</summary>
    /// <exception cref="KernelException">It was not.</exception>
    internal FileDescriptor Checked(FileDescriptor socket, Errno errno, ObjectKind subject = ObjectKind.Namespace, string verb = OpenRoute)
    {
        if (errno == Errno.None)
        {
            return socket;
        }

        socket.Dispose();
        throw new KernelException(new Operation(subject, verb, null, Label), errno);
    }

    /// <summary>Opens a file for reading as a thread inside sees it; null where there is none.</summary>
    internal FileDescriptor? OpenFile(string path, ObjectKind subject, string verb)
    {
        FileDescriptor file = IsCurrent()
            ? LibC.Open(path, LibC.O_RDONLY, out Errno errno)
            : NamespaceGate.OpenFile(Descriptor, path, out errno);
        if (errno == Errno.None)
        {
            return file;
        }

        file.Dispose();
        return errno == Errno.NoSuchFile ? null : throw new KernelException(new Operation(subject, verb, null, Label), errno);
    }

    private bool IsCurrent() =>
        Label is null || (LibC.Identify(CurrentPath, out ulong device, out ulong inode) == Errno.None && IsAt(device, inode));

    // No gate is needed at home, and no capability: reading works for everyone there. Both are held, so device and inode tell.
    private bool IsAt(ulong device, ulong inode) => Label is null || (Identity.Device == device && Identity.Inode == inode);
}
