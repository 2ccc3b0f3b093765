using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Named namespaces: files under a run directory, shared with <c>ip netns</c> to the last detail.</summary>
public sealed class NamespaceStore
{
    /// <summary>Where <c>ip netns</c> keeps its names (NETNS_RUN_DIR).</summary>
    public const string DefaultDirectory = "/run/netns";

    private const int LoopbackIndex = 1; // LOOPBACK_IFINDEX
    private const int MaximumStackedMounts = 64;
    private const uint NoAccess = 0; // as iproute2 makes the files
    private const uint AdoptedMark = 0x100; // 0400: tells, when the name is removed, that the namespace was not made for it

    /// <summary>Makes a store over a directory, which need not exist yet.</summary>
    public NamespaceStore(string directory = DefaultDirectory) => Directory = directory;

    /// <summary>The run directory.</summary>
    public string Directory { get; }

    /// <summary>The file of a name.</summary>
    public string PathOf(string name) => $"{Directory}/{name}";

    /// <summary>All names and what is behind them, in ordinal order.</summary>
    public IReadOnlyList<NamespaceEntry> List() => [.. Names().Select(Describe)];

    /// <summary>All names, in ordinal order, without a look at what is behind them.</summary>
    public IReadOnlyList<string> Names()
    {
        try
        {
            string[] names = [.. System.IO.Directory.EnumerateFileSystemEntries(Directory).Select(static path => Path.GetFileName(path))];
            Array.Sort(names, string.CompareOrdinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            // Nobody has made a namespace yet.
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            throw Failure("list the namespaces in", Directory, Errno.AccessDenied);
        }
    }

    /// <summary>One name, or null where it is not taken.</summary>
    /// <exception cref="NetworkException">The name cannot be one.</exception>
    public NamespaceEntry? Find(string name)
    {
        NamespaceName.Validate(name);
        return Exists(name) ? Describe(name) : null;
    }

    /// <summary>Opens a namespace by its name.</summary>
    /// <exception cref="NetworkException">The name cannot be one, is not taken, or is stale.</exception>
    public NamespaceHandle Open(string name)
    {
        NamespaceName.Validate(name);
        return Exists(name)
            ? NamespaceHandle.Open(PathOf(name), name, name)
            : throw new NetworkException(FaultKind.NotFound, ObjectKind.Namespace, $"There is no namespace '{name}'.");
    }

    /// <summary>Creates a namespace. Either it exists afterwards as asked, or nothing was left.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="loopback">Whether <c>lo</c> is switched on inside.</param>
    /// <returns>The namespace, open.</returns>
    /// <exception cref="NetworkException">The name cannot be one or is taken.</exception>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public NamespaceHandle Create(string name, bool loopback = true)
    {
        string path = Claim(name, NoAccess);
        bool mounted = false;
        try
        {
            using FileDescriptor socket = NamespaceGate.Create(path, out Errno createError, out Errno mountError, out Errno socketError);
            ThrowIf(createError, "create namespace", name);
            ThrowIf(mountError, "mount namespace", name);
            mounted = true;
            ThrowIf(socketError, "open rtnetlink in namespace", name);
            if (loopback)
            {
                SwitchOnLoopback(socket, name);
            }

            return NamespaceHandle.Open(path, name, name);
        }
        catch
        {
            TakeBack(path, mounted);
            throw;
        }
    }

    /// <summary>Gives a living namespace a name, as <c>ip netns attach</c> does; it may have others.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="handle">The namespace.</param>
    /// <returns>The namespace under its new name, open.</returns>
    /// <exception cref="NetworkException">The name cannot be one or is taken.</exception>
    /// <exception cref="KernelException">The kernel refused; nothing was left.</exception>
    public NamespaceHandle Adopt(string name, NamespaceHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        string path = Claim(name, AdoptedMark);
        bool mounted = false;
        try
        {
            // Of the open file, not of /proc/PID/ns/net: the process may have ended, its number may be another's.
            string source = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.Descriptor}");
            mounted = LibC.Mount(source, path, "none", LibC.MS_BIND, 0) == 0;
            ThrowIf(mounted ? Errno.None : LibC.LastError(), "mount namespace", name);
            return NamespaceHandle.Open(path, name, name);
        }
        catch
        {
            TakeBack(path, mounted);
            throw;
        }
    }

    /// <summary>Removes a name. The namespace lives on while a process, a socket or a mount holds it.</summary>
    /// <param name="name">The name; a stale one is removed too.</param>
    /// <exception cref="NetworkException">The name cannot be one or is not taken.</exception>
    /// <exception cref="KernelException">The kernel refused; the namespace is as it was.</exception>
    public void Remove(string name) => Remove(name, out _);

    /// <summary>The same.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wasAdopted">Whether <see cref="Adopt"/> gave it to a namespace that lived before.</param>
    internal void Remove(string name, out bool wasAdopted)
    {
        NamespaceName.Validate(name);
        if (!Exists(name))
        {
            throw new NetworkException(FaultKind.NotFound, ObjectKind.Namespace, $"There is no namespace '{name}' to remove.");
        }

        string path = PathOf(name);
        for (int layer = 0; layer < MaximumStackedMounts; layer++)
        {
            if (LibC.Unmount(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW) == 0)
            {
                continue;
            }

            // EINVAL: no (further) mount here, as with a stale file.
            Errno errno = LibC.LastError();
            if (errno != Errno.InvalidArgument)
            {
                throw Failure("unmount namespace", name, errno);
            }

            break;
        }

        // What lies under the mount can only be seen now.
        wasAdopted = (uint)new FileInfo(path).UnixFileMode == AdoptedMark;
        if (LibC.Unlink(path) != 0 && LibC.LastError() is not Errno.NoSuchFile and Errno unlinkError)
        {
            throw Failure("delete the file of namespace", name, unlinkError);
        }
    }

    /// <summary>Makes the file of a name, on which a namespace is to be mounted.</summary>
    private string Claim(string name, uint mode)
    {
        NamespaceName.Validate(name);
        RunDirectory.Prepare(Directory);
        string path = PathOf(name);
        using (LibC.Open(path, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_EXCL, out Errno errno, mode))
        {
            if (errno != Errno.None)
            {
                throw errno == Errno.Exists ? Taken(name) : Failure("create the file of namespace", name, errno);
            }
        }

        return path;
    }

    private static void TakeBack(string path, bool mounted)
    {
        if (mounted)
        {
            _ = LibC.Unmount(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW);
        }

        _ = LibC.Unlink(path);
    }

    private static void SwitchOnLoopback(FileDescriptor socket, string name)
    {
        using NetlinkSocket transport = new(socket);
        using NetlinkClient client = new(transport);
        new LinkOperations(client, name).Change(new Link { Index = LoopbackIndex, Name = "lo" }, new LinkChange { Up = true });
    }

    private bool Exists(string name)
    {
        // lstat: a broken symbolic link takes the name as well.
        FileInfo file = new(PathOf(name));
        return file.Exists || file.LinkTarget is not null || System.IO.Directory.Exists(file.FullName);
    }

    private NamespaceEntry Describe(string name)
    {
        string path = PathOf(name);
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(path, name, name);
            return new NamespaceEntry(name, path, NamespaceState.Live, handle.Identity);
        }
        catch (NetworkException exception)
        {
            NamespaceState state = exception.Fault == FaultKind.PermissionDenied ? NamespaceState.Unreadable : NamespaceState.Stale;
            return new NamespaceEntry(name, path, state, null);
        }
    }

    private NetworkException Taken(string name) => Describe(name).State == NamespaceState.Stale
        ? new NetworkException(
            FaultKind.Stale,
            ObjectKind.Namespace,
            $"The name '{name}' is taken by a stale file: no namespace is mounted on '{PathOf(name)}'. Remove it first.")
        : new NetworkException(
            FaultKind.AlreadyExists, ObjectKind.Namespace, $"A namespace '{name}' already exists. Remove it or choose another name.");

    private static void ThrowIf(Errno errno, string verb, string name)
    {
        if (errno != Errno.None)
        {
            throw Failure(verb, name, errno);
        }
    }

    private static KernelException Failure(string verb, string name, Errno errno) =>
        new(new Operation(ObjectKind.Namespace, verb, name), errno);
}
