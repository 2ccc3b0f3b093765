using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Prepares the run directory exactly as iproute2 does (<c>ip/ipnetns.c</c>, <c>create_netns_dir</c>).</summary>
internal static class RunDirectory
{
    private const uint Mode = 0x1ed; // 0755
    private const string NoType = "none";

    /// <summary>Makes the directory, and a shared mount of it, so that every mount namespace sees a namespace come and go.</summary>
    /// <exception cref="KernelException">It cannot be made, or not mounted.</exception>
    public static void Prepare(string path)
    {
        if (LibC.MakeDirectory(path, Mode) != 0 && LibC.LastError() is not Errno.Exists and Errno mkdirError)
        {
            throw Failure("create the run directory", path, mkdirError);
        }

        // iproute2 takes the same lock: of two at once, one would mount over the other's namespaces.
        // The slash: a plain file is refused before anything is mounted on it.
        using FileDescriptor directory = LibC.Open(path + "/", LibC.O_RDONLY, out Errno errno);
        if (errno != Errno.None)
        {
            throw Failure("open the run directory", path, errno);
        }

        _ = LibC.FileLock(directory, LibC.LOCK_EX);
        bool bound = false;
        while (LibC.Mount(string.Empty, path, NoType, LibC.MS_SHARED | LibC.MS_REC, 0) != 0)
        {
            // EINVAL: not a mount point yet.
            errno = LibC.LastError();
            if (errno != Errno.InvalidArgument || bound)
            {
                throw Failure("share the run directory", path, errno);
            }

            if (LibC.Mount(path, path, NoType, LibC.MS_BIND | LibC.MS_REC, 0) != 0)
            {
                throw Failure("bind the run directory", path, LibC.LastError());
            }

            bound = true;
        }
    }

    private static KernelException Failure(string verb, string path, Errno errno) =>
        new(new Operation(ObjectKind.Namespace, verb, path), errno);
}
