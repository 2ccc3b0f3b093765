using System;
using System.Diagnostics;
using System.Threading;

namespace NetnsTools.Linux;

/// <content>How a name becomes ours.</content>
public sealed partial class NamespaceStore
{
    private static readonly TimeSpan LongestMoment = TimeSpan.FromMilliseconds(200);

    private volatile bool _isPrepared;

    /// <summary>Makes the file of a name, on which a namespace is to be mounted.</summary>
    /// <exception cref="OperationCanceledException">The wait for a name was ended.</exception>
    internal NamespaceClaim Claim(string name, uint mode = OwnersToRead, StopSignal? stop = null)
    {
        NamespaceName.Validate(name);
        for (long start = Stopwatch.GetTimestamp(); ; Pause(stop))
        {
            NamespaceClaim? claim = TryClaim(name, mode, out Errno errno);
            if (claim is not null)
            {
                return claim;
            }

            if (errno != Errno.Exists)
            {
                throw Failure("create the file of namespace", name, errno);
            }

            // For a moment a name that is just made, or removed, looks like a stale one.
            NamespaceEntry entry = Describe(name);
            if (entry.State != NamespaceState.Stale || Stopwatch.GetElapsedTime(start) > LongestMoment)
            {
                throw Taken(entry);
            }
        }
    }

    /// <summary>Opens what was mounted on a claim, and records it.</summary>
    internal static NamespaceHandle OpenSealed(NamespaceClaim claim, string name)
    {
        NamespaceHandle handle = NamespaceHandle.Open(claim.Path, name, name);
        Errno errno = claim.Seal(handle.Identity);
        if (errno == Errno.None)
        {
            return handle;
        }

        handle.Dispose();
        throw Failure("record the maker of namespace", name, errno);
    }

    private static void Pause(StopSignal? stop)
    {
        Thread.Sleep(1);
        if (stop is { IsRaised: true })
        {
            throw new OperationCanceledException();
        }
    }

    private NamespaceClaim? TryClaim(string name, uint mode, out Errno errno)
    {
        errno = Errno.NoSuchFile;
        NamespaceClaim? claim = _isPrepared ? NamespaceClaim.TryMake(Directory, name, mode, out errno) : null;
        if (errno != Errno.NoSuchFile)
        {
            return claim;
        }

        // The first name of this store; or somebody took the directory away since.
        PrepareFor(name);
        _isPrepared = true;
        return NamespaceClaim.TryMake(Directory, name, mode, out errno);
    }

    // Whose right is missing asked for a namespace, and knows nothing of the directory.
    private void PrepareFor(string name)
    {
        try
        {
            RunDirectory.Prepare(Directory);
        }
        catch (KernelException exception) when (exception.Fault == FaultKind.PermissionDenied)
        {
            throw Failure("create namespace", name, exception.Errno);
        }
    }

    private static NetworkException Taken(NamespaceEntry entry)
    {
        if (entry.State != NamespaceState.Stale)
        {
            return new NetworkException(
                FaultKind.AlreadyExists, ObjectKind.Namespace, $"A namespace '{entry.Name}' already exists. Remove it or choose another name.");
        }

        return NamespaceClaim.MakerOf(entry.Path) is { } maker && maker.HasEnded() == false
            ? new NetworkException(
                FaultKind.AlreadyExists,
                ObjectKind.Namespace,
                $"The name '{entry.Name}' is taken: process {maker.Id} made it, and it is being made or removed right now. Try again; where it stays so, remove it.")
            : new NetworkException(
                FaultKind.Stale,
                ObjectKind.Namespace,
                $"The name '{entry.Name}' is taken by a stale file: no namespace is mounted on '{entry.Path}'. Remove it first.");
    }
}
