using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>The numbers that a namespace has for others (nsid): how a link says where its peer is.</summary>
public sealed class NamespaceIdOperations
{
    private const ushort IdAttribute = 1; // NETNSA_NSID
    private const ushort DescriptorAttribute = 3; // NETNSA_FD
    private const int NotAssigned = -1; // NETNSA_NSID_NOT_ASSIGNED
    private const int MostAtOnce = 64; // their answers wait for us in the socket's buffer

    private readonly NetlinkClient _client;
    private readonly string? _label;

    internal NamespaceIdOperations(NetlinkClient client, string? label)
    {
        _client = client;
        _label = label;
    }

    /// <summary>This namespace's number for another one, or null where it has none.</summary>
    public int? Find(NamespaceHandle target)
    {
        ArgumentNullException.ThrowIfNull(target);
        QueryStep<Holder> step = Asking(target);
        _client.Run(step);
        return Answered(step);
    }

    /// <summary>The same for several, in their order, asked for together.</summary>
    public IReadOnlyList<int?> Find(IReadOnlyList<NamespaceHandle> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        List<int?> ids = new(targets.Count);
        foreach (NamespaceHandle[] some in targets.Chunk(MostAtOnce))
        {
            QueryStep<Holder>[] steps = Array.ConvertAll(some, Asking);
            _client.Run(steps);
            ids.AddRange(steps.Select(Answered));
        }

        return ids;
    }

    /// <summary>All numbers that this namespace has given out.</summary>
    public IReadOnlyList<int> List()
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetNamespaceId, NetlinkFlags.None).Header(default(NamespaceIdHeader));
        List<Holder> holders = _client.Dump(request, Words("list namespace numbers"), Decode);
        return holders.ConvertAll(static holder => holder.Value);
    }

    private QueryStep<Holder> Asking(NamespaceHandle target)
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetNamespaceId, NetlinkFlags.None)
            .Header(default(NamespaceIdHeader))
            .Attribute(DescriptorAttribute, (uint)target.Descriptor);
        return new QueryStep<Holder>(request, Words("read the number of", target.Label), Decode);
    }

    private static int? Answered(QueryStep<Holder> step) => step.ValueOrThrow().Value is int id and not NotAssigned ? id : null;

    private static Holder? Decode(NetlinkMessage message)
    {
        if (message.Type != RouteMessageType.NewNamespaceId)
        {
            return null;
        }

        _ = message.ReadHeader<NamespaceIdHeader>(out ReadOnlySpan<byte> attributes);
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            if (attribute.Type == IdAttribute)
            {
                return new Holder(attribute.AsInt32());
            }
        }

        throw NetlinkProtocol.Malformed("a namespace id message without the id");
    }

    private Operation Words(string verb, string? name = null) => new(ObjectKind.Namespace, verb, name, _label);

    private sealed record Holder(int Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct NamespaceIdHeader // struct rtgenmsg, padded
    {
        public uint Family; // rtgen_family
    }
}
