using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Completers;

/// <summary>What is inside the namespaces that were typed already.</summary>
public abstract class PlaceCompleter : Completer
{
    private const int MostPlaces = 16;

    private protected PlaceCompleter()
    {
    }

    private protected override IEnumerable<Candidate> Find(Question question) => InEach(question.Places);

    /// <summary>What a link is good for.</summary>
    private protected abstract IEnumerable<Candidate> Offer(NetnsLink link);

    /// <summary>What each link of some namespaces offers; those that cannot be seen offer nothing.</summary>
    private protected IEnumerable<Candidate> InEach(IEnumerable<NamespaceReference?> places)
    {
        using SessionPool pool = new(new NamespaceStore(), trace: null);
        LinkReader reader = new(pool);
        foreach (NamespaceReference? place in places.SelectMany(place => pool.Expand(place)).Take(MostPlaces))
        {
            foreach (NetnsLink link in Read(pool, reader, place))
            {
                foreach (Candidate candidate in Offer(link))
                {
                    yield return candidate;
                }
            }
        }
    }

    private static NetnsLink[] Read(SessionPool pool, LinkReader reader, NamespaceReference? place)
    {
        try
        {
            return [.. reader.List(pool.Open(place))];
        }
        catch (NetworkException)
        {
            return [];
        }
    }
}
