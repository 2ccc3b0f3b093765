using System;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Clocks, event descriptors and waiting.</summary>
internal static unsafe partial class LibC
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const int CLOCK_REALTIME = 0;
    public const int CLOCK_MONOTONIC = 1;
    private const int EFD_CLOEXEC = 0x80000;
    private const int EFD_NONBLOCK = 0x800;
    private const long NanosecondsPerSecond = 1_000_000_000;

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    private static partial int PollRaw(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, nint signalMask);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptorRaw(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    private static partial int GetClock(int clock, TimeSpec* time);

    public static FileDescriptor CreateEvent(out Errno errno)
    {
        int fd = SystemCallFaults.Strikes("eventfd") ? -1 : EventDescriptorRaw(0, EFD_CLOEXEC | EFD_NONBLOCK);
        errno = fd < 0 ? LastError() : Errno.None;
        return new FileDescriptor(fd);
    }

    /// <summary>Makes an event descriptor readable, for good.</summary>
    public static void Raise(FileDescriptor fd)
    {
        // Without a second try whoever waits for it could wait for ever.
        if (Write(fd, MemoryMarshal.AsBytes([1UL]), out _) < 0)
        {
            _ = Write(fd, MemoryMarshal.AsBytes([1UL]), out _);
        }
    }

    /// <summary>A clock's time in nanoseconds.</summary>
    public static long Now(int clock)
    {
        TimeSpec time;
        _ = GetClock(clock, &time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    /// <summary>Waits until one of the descriptors is readable; the bits of the result say which.</summary>
    /// <param name="first">A descriptor, bit 0.</param>
    /// <param name="second">A descriptor, bit 1; -1 for none.</param>
    /// <param name="nanoseconds">How long; negative for ever.</param>
    public static int WaitReadable(int first, int second, long nanoseconds) => Wait(first, POLLIN, second, nanoseconds);

    /// <summary>Waits until the first descriptor can be written to, or the second is readable.</summary>
    /// <inheritdoc cref="WaitReadable(int, int, long)"/>
    public static int WaitWritable(int first, int second, long nanoseconds) => Wait(first, POLLOUT, second, nanoseconds);

    private static int Wait(int first, short events, int second, long nanoseconds)
    {
        PollDescriptor* descriptors = stackalloc PollDescriptor[2];
        descriptors[0] = new PollDescriptor { Descriptor = first, Events = events };
        descriptors[1] = new PollDescriptor { Descriptor = second, Events = POLLIN };
        TimeSpec timeout = new() { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
        int ready = SystemCallFaults.Strikes("ppoll") ? -1 : PollRaw(descriptors, 2, nanoseconds < 0 ? null : &timeout, 0);
        // A signal ends the wait like a time-out: every caller looks at its clock again.
        return ready <= 0 ? 0 : (descriptors[0].Ready != 0 ? 1 : 0) | (descriptors[1].Ready != 0 ? 2 : 0);
    }

    /// <summary>Waits until at least one of many descriptors is readable, and says which are.</summary>
    /// <param name="descriptors">The descriptors; negative ones are passed over.</param>
    /// <param name="ready">As many; whether each is readable.</param>
    /// <param name="nanoseconds">How long; negative for ever.</param>
    public static void WaitReadable(ReadOnlySpan<int> descriptors, Span<bool> ready, long nanoseconds)
    {
        PollDescriptor[] polled = new PollDescriptor[descriptors.Length];
        for (int index = 0; index < polled.Length; index++)
        {
            polled[index] = new PollDescriptor { Descriptor = descriptors[index], Events = POLLIN };
        }

        TimeSpec timeout = new() { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
        int count;
        fixed (PollDescriptor* pointer = polled)
        {
            count = SystemCallFaults.Strikes("ppoll") ? -1 : PollRaw(pointer, (nuint)polled.Length, nanoseconds < 0 ? null : &timeout, 0);
        }

        for (int index = 0; index < polled.Length; index++)
        {
            ready[index] = count > 0 && polled[index].Ready != 0;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor; // fd
        public short Events; // events
        public short Ready; // revents
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds; // tv_sec
        public long Nanoseconds; // tv_nsec
    }
}
