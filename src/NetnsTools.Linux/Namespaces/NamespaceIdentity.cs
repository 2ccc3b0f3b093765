using System.Globalization;

namespace NetnsTools.Linux;

/// <summary>What a namespace is, whatever it is called: device and inode of its nsfs file, and its unique number.</summary>
/// <remarks>The kernel gives an inode again soon after a namespace is gone; the unique number (Linux 6.18 and later) never.</remarks>
/// <param name="Device">Device number of nsfs.</param>
/// <param name="Inode">Inode: the number in <c>net:[4026532177]</c>.</param>
/// <param name="UniqueId">Never given twice while the machine runs; 0 where the kernel has none.</param>
public readonly record struct NamespaceIdentity(ulong Device, ulong Inode, ulong UniqueId = 0)
{
    /// <summary>As <c>readlink /proc/self/ns/net</c> prints it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"net:[{Inode}]");
}
