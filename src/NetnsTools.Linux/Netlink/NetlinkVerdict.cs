namespace NetnsTools.Linux.Netlink;

/// <summary>The kernel's verdict on one request: the error, and its own words.</summary>
/// <param name="Errno">Zero for success.</param>
/// <param name="Message">The extended acknowledgement's sentence; on success a warning.</param>
/// <param name="AttributeOffset">Where in the request the refused attribute starts, in bytes.</param>
internal readonly record struct NetlinkVerdict(Errno Errno, string? Message, int? AttributeOffset)
{
    public bool IsSuccess => Errno == Errno.None;

    /// <summary>From the wire's negated number. A dump may end with a positive count, which is no error.</summary>
    public static NetlinkVerdict From(int error, string? message = null, int? offset = null) =>
        new(error < 0 && error != int.MinValue ? (Errno)(-error) : Errno.None, message, offset);

    public void ThrowIfFailed(in Operation operation)
    {
        if (!IsSuccess)
        {
            throw new KernelException(operation, Errno, Message, AttributeOffset);
        }
    }
}
