using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Named namespaces: files under a run directory, shared with <c>ip netns</c> to the last detail.</summary>
public sealed partial class NamespaceStore
{
    /// <summary>Where <c>ip netns</c> keeps its names (NETNS_RUN_DIR).</summary>
    public const string DefaultDirectory = "/run/netns";

    private const int MaximumStackedMounts = 64;
    private const uint OwnersToRead = 0x100; // 0400: the record, also without CAP_DAC_OVERRIDE
    private const uint AdoptedMark = 0x180; // 0600: tells, when the name is removed, that the namespace was not made for it

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
        catch (DirectoryNotFoundException) when (!File.Exists(Directory))
        {
            // Nobody has made a namespace yet.
            return [];
        }
        catch (DirectoryNotFoundException)
        {
            throw Failure("list the namespaces in", Directory, Errno.NotDirectory);
        }
        catch (IOException exception)
        {
            // No descriptor is left for it, say: .NET gives the kernel's number.
            throw Failure("list the namespaces in", Directory, (Errno)exception.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            throw Failure("list the namespaces in", Directory, Errno.AccessDenied);
        }
    }

    /// <summary>One name, or null where it is not taken.</summary>
    /// <exception cref="NetworkException">The name cannot be one.</exception>
    public NamespaceEntry? Find(string name) => Contains(name) ? Describe(name) : null;

    /// <summary>Whether a name is taken, whatever is behind it.</summary>
    /// <exception cref="NetworkException">The name cannot be one.</exception>
    public bool Contains(string name)
    {
        NamespaceName.Validate(name);
        return Exists(name);
    }

    /// <summary>What is behind a name that was listed.</summary>
    public NamespaceEntry Describe(string name)
    {
        NamespaceEntry entry = Describe(name, out NamespaceHandle? handle);
        handle?.Dispose();
        return entry;
    }

    /// <inheritdoc cref="Describe(string)"/>
    /// <param name="name">The name.</param>
    /// <param name="handle">The namespace, open; null unless it is live. The caller disposes it.</param>
    public NamespaceEntry Describe(string name, out NamespaceHandle? handle)
    {
        string path = PathOf(name);
        try
        {
            handle = NamespaceHandle.Open(path, name, name);
            return new NamespaceEntry(name, path, NamespaceState.Live, handle.Identity);
        }
        catch (NetworkException exception)
        {
            handle = null;
            return new NamespaceEntry(name, path, IsNone(exception) ? NamespaceState.Stale : NamespaceState.Unreadable, null);
        }
    }

    /// <summary>Opens a namespace by its name.</summary>
    /// <exception cref="NetworkException">The name cannot be one, is not taken, or is stale.</exception>
    public NamespaceHandle Open(string name)
    {
        NamespaceName.Validate(name);
        try
        {
            return NamespaceHandle.Open(PathOf(name), name, name);
        }
        catch (KernelException exception) when (exception.Errno == Errno.NoSuchFile)
        {
            throw Exists(name)
                ? new NetworkException(
                    FaultKind.Stale,
                    ObjectKind.Namespace,
                    $"'{PathOf(name)}' is a symbolic link that leads nowhere. Remove namespace '{name}' to delete it.",
                    exception)
                : Missing(name, exception);
        }
    }

    /// <summary>Creates a namespace. Either it exists afterwards as asked, or nothing was left.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="loopback">Whether <c>lo</c> is switched on inside.</param>
    /// <returns>The namespace, open.</returns>
    /// <exception cref="NetworkException">The name cannot be one or is taken.</exception>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public NamespaceHandle Create(string name, bool loopback = true)
    {
        NamespaceCreation creation = Create([name], loopback)[0];
        return creation.Handle ?? throw creation.Error!;
    }

    /// <summary>Creates several namespaces, on two processors at once. Each of them exists afterwards as asked, or nothing of it was left.</summary>
    /// <param name="names">One path component each.</param>
    /// <param name="loopback">Whether <c>lo</c> is switched on inside.</param>
    /// <param name="stop">Ends the wait for a name that somebody is just making or removing.</param>
    /// <returns>What became of each name, in their order. The caller disposes the handles.</returns>
    /// <exception cref="OperationCanceledException">That wait was ended; none was created.</exception>
    public IReadOnlyList<NamespaceCreation> Create(IReadOnlyList<string> names, bool loopback = true, StopSignal? stop = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new NamespaceMaker(this, names, loopback, stop).Make();
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
        using NamespaceClaim claim = Claim(name, AdoptedMark);
        bool mounted = false;
        try
        {
            mounted = Bind(handle, claim.Path);
            ThrowIf(mounted ? Errno.None : LibC.LastError(), "mount namespace", name);
            return OpenSealed(claim, name);
        }
        catch
        {
            claim.TakeBack(mounted);
            throw;
        }
    }

    /// <summary>Removes a name. The namespace lives on while a process, a socket or a mount holds it.</summary>
    /// <param name="name">The name; a stale one is removed too.</param>
    /// <exception cref="NetworkException">The name cannot be one or is not taken.</exception>
    /// <exception cref="KernelException">The kernel refused; the namespace is as it was.</exception>
    public void Remove(string name)
    {
        NamespaceName.Validate(name);
        _ = Describe(name, out NamespaceHandle? handle);
        using (handle)
        {
            Remove(name, handle, out _);
        }
    }

    /// <summary>The same.</summary>
    /// <param name="name">The name.</param>
    /// <param name="handle">What is behind it: put there again where the name cannot be removed. Null for a stale one.</param>
    /// <param name="wasAdopted">Whether <see cref="Adopt"/> gave it to a namespace that lived before.</param>
    internal void Remove(string name, NamespaceHandle? handle, out bool wasAdopted)
    {
        NamespaceName.Validate(name);
        string path = PathOf(name);
        bool wasMounted = false;
        for (int layer = 1; ; layer++)
        {
            bool isUnmounted = LibC.Unmount(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW) == 0;
            // EINVAL: no mount here, as with a stale file.
            if (!isUnmounted && LibC.LastError() is not Errno.InvalidArgument and Errno errno)
            {
                throw errno == Errno.NoSuchFile
                    ? Missing(name)
                    : Failure("unmount namespace", name, errno);
            }

            wasMounted |= isUnmounted;
            // What lies under the mount can only be seen now.
            wasAdopted = LibC.AccessBits(path) == AdoptedMark;
            Errno left = LibC.Unlink(path) == 0 ? Errno.None : LibC.LastError();
            if (left is Errno.None or Errno.NoSuchFile)
            {
                return;
            }

            // There may be another mount below.
            if (left != Errno.Busy || layer == MaximumStackedMounts)
            {
                if (wasMounted && handle is not null)
                {
                    // A directory that became read-only, say: the namespace is as it was.
                    _ = Bind(handle, path);
                }

                throw Failure("delete the file of namespace", name, left);
            }
        }
    }

    /// <summary>Whether a namespace could not be opened since there is none; for any other reason there may be one.</summary>
    internal static bool IsNone(NetworkException exception) =>
        exception is KernelException kernel
            ? kernel.Errno is Errno.NoSuchFile or Errno.NoSuchAddress or Errno.SymbolicLink
            : exception.Fault is FaultKind.NotFound or FaultKind.Stale or FaultKind.InvalidInput;

    internal static void ThrowIf(Errno errno, string verb, string name)
    {
        if (errno != Errno.None)
        {
            throw Failure(verb, name, errno);
        }
    }

    // Of the open file, not of /proc/PID/ns/net: the process may have ended, its number may be another's.
    private static bool Bind(NamespaceHandle handle, string path) =>
        LibC.Mount(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.Descriptor}"), path, "none", LibC.MS_BIND, 0) == 0;

    /// <summary>That there is no such namespace, and which one may be meant.</summary>
    public NetworkException Missing(string name, Exception? cause = null) =>
        new(FaultKind.NotFound, ObjectKind.Namespace, $"There is no namespace '{name}'. {OthersThan(name)}", cause, name);

    private string OthersThan(string name)
    {
        try
        {
            return NamesInstead.Describe(name, Names());
        }
        catch (NetworkException)
        {
            return $"Those there are cannot be read in '{Directory}'.";
        }
    }

    // A broken symbolic link takes the name as well.
    private bool Exists(string name) => LibC.Exists(PathOf(name));

    private static KernelException Failure(string verb, string name, Errno errno) =>
        new(new Operation(ObjectKind.Namespace, verb, name), errno);
}
