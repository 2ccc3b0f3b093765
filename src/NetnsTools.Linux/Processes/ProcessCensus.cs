using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>One look at where all processes are, but for the kernel's own threads, which never leave the system's namespace.</summary>
internal sealed class ProcessCensus
{
    private readonly Dictionary<NamespaceNode, (string Path, List<int> Ids)> _places = [];

    private ProcessCensus()
    {
    }

    /// <summary>Whether no process of the machine was hidden: neither by the lack of a right nor by a PID namespace.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The namespaces in which there are processes.</summary>
    public IReadOnlyCollection<NamespaceNode> Places => _places.Keys;

    /// <summary>Takes the look.</summary>
    public static ProcessCensus Take()
    {
        ProcessCensus census = new();
        bool seesKernel = ProcessPlaces.SeesKernel();
        IReadOnlyCollection<int> kernel = seesKernel ? ProcessPlaces.KernelThreads() : [];
        // The kernel is seen from the outermost PID namespace only; the first process hides with others (hidepid).
        bool isFirstListed = false;
        bool isAllSeen = seesKernel;
        foreach (int id in ProcessPlaces.ProcessIds().Except(kernel).Order())
        {
            bool isFirst = id == ProcessPlaces.InitProcess;
            bool isSeen = false;
            foreach (ProcessPlace place in ProcessPlaces.Of(id))
            {
                isSeen = true;
                census.Add(place, id);
            }

            // Where the first process may not be looked at, since it has a capability that the caller lacks, it is where the kernel is.
            isFirstListed |= isFirst;
            isAllSeen &= isSeen || isFirst || ProcessPlaces.MayLookAt(id);
        }

        census.IsComplete = isAllSeen && isFirstListed;
        return census;
    }

    /// <summary>The numbers of those inside, in ascending order.</summary>
    /// <param name="place">A namespace that was held during the look: no other can have had its device and inode.</param>
    public IReadOnlyList<int> Inside(NamespaceHandle place) =>
        _places.TryGetValue(NamespaceNode.Of(place.Identity), out (string, List<int> Ids) found) ? found.Ids : [];

    /// <summary>A path that led there.</summary>
    public string? PathTo(NamespaceNode node) => _places.TryGetValue(node, out (string Path, List<int>) found) ? found.Path : null;

    private void Add(ProcessPlace place, int id)
    {
        if (!_places.TryGetValue(place.Node, out (string, List<int> Ids) found))
        {
            found = (place.Path, []);
            _places.Add(place.Node, found);
        }

        found.Ids.Add(id);
    }
}
