using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>What to do in one namespace during a stay, and what came of it.</summary>
internal unsafe struct GateStep
{
    public int Target; // -1: a new namespace
    public int UnshareFlags;
    public byte* MountSource;
    public byte* MountTarget;
    public byte* FilePath; // null: a socket
    public int Domain;
    public int Type;
    public int Protocol;
    public int Socket;
    public int File;
    public int EnterErrno;
    public int MountErrno;
    public int SocketErrno;
    public int FileErrno;
    public int EnterFault; // what tests let fail, decided before the stay
    public int MountFault;
    public int OpenFault;

    /// <summary>Decides which of its calls fail in a test.</summary>
    public void TakeFaults()
    {
        EnterFault = (int)SystemCallFaults.Next(Target >= 0 ? "setns" : "unshare");
        MountFault = MountSource == null ? 0 : (int)SystemCallFaults.Next("mount");
        OpenFault = (int)SystemCallFaults.Next(FilePath == null ? "socket" : "open");
    }

    /// <summary>Whether there is a new namespace, mounted.</summary>
    public readonly bool IsMounted => MountSource != null && EnterErrno == 0 && MountErrno == 0;

    /// <summary>Why nothing at all was done; <see cref="Errno.Canceled"/> before it was tried.</summary>
    public readonly Errno EnterError => (Errno)EnterErrno;

    /// <summary>Why the new namespace is not mounted: the file still is a plain one.</summary>
    public readonly Errno MountError => (Errno)MountErrno;

    /// <summary>Why there is no socket, for whatever reason.</summary>
    public readonly Errno SocketError => EnterErrno != 0 ? EnterError : (Errno)SocketErrno;

    /// <summary>Why there is no file, for whatever reason.</summary>
    public readonly Errno FileError => EnterErrno != 0 ? EnterError : (Errno)FileErrno;

    public static GateStep ForSocket(int target, int domain, int type, int protocol) =>
        new() { Target = target, Domain = domain, Type = type, Protocol = protocol, Socket = -1, File = -1, EnterErrno = (int)Errno.Canceled };

    public static GateStep ForFile(int target, byte* path) =>
        new() { Target = target, FilePath = path, Socket = -1, File = -1, EnterErrno = (int)Errno.Canceled };

    /// <summary>A new namespace, mounted on a file, with rtnetlink open inside.</summary>
    public static GateStep ForCreation(byte* source, byte* target)
    {
        GateStep step = ForSocket(-1, LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_ROUTE);
        step.UnshareFlags = LibC.CLONE_NEWNET;
        step.MountSource = source;
        step.MountTarget = target;
        return step;
    }
}
