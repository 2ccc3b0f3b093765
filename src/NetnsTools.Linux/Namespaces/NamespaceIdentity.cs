using System.Globalization;

namespace NetnsTools.Linux;

/// <summary>What a namespace is, whatever it is called: device and inode of its nsfs file.</summary>
/// <param name="Device">Device number of nsfs.</param>
/// <param name="Inode">Inode: the number in <c>net:[4026532177]</c>.</param>
public readonly record struct NamespaceIdentity(ulong Device, ulong Inode)
{
    /// <summary>As <c>readlink /proc/self/ns/net</c> prints it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"net:[{Inode}]");
}
