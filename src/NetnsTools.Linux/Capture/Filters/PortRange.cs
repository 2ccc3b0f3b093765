using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Ports that follow one another.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>As few ranges as hold exactly these ports, in order.</summary>
    public static IReadOnlyList<PortRange> Of(IEnumerable<int> ports)
    {
        List<PortRange> ranges = [];
        foreach (int port in ports.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == port - 1)
            {
                ranges[^1] = ranges[^1] with { Last = port };
            }
            else
            {
                ranges.Add(new PortRange(port, port));
            }
        }

        return ranges;
    }
}
