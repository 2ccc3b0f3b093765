using System;
using System.Threading.Tasks;

namespace NetnsTools.Linux;

/// <summary>Work on two processors: more would find the kernel's locks taken.</summary>
internal static class SideBySide
{
    /// <summary>Does one half of many parts here and the other on a thread of the pool, and waits for both.</summary>
    /// <param name="count">How many parts there are.</param>
    /// <param name="work">From one part to before another.</param>
    /// <param name="least">Fewer are not worth a second thread.</param>
    public static void Run(int count, Action<int, int> work, int least = 2)
    {
        if (count < least || Environment.ProcessorCount < 2)
        {
            work(0, count);
            return;
        }

        int middle = (count + 1) / 2;
        Run(() => work(0, middle), () => work(middle, count));
    }

    /// <summary>Does one work here and the other on a thread of the pool, and waits for both.</summary>
    private static void Run(Action here, Action there)
    {
        Task other = Task.Run(there);
        try
        {
            here();
        }
        finally
        {
            // What failed there counts only where nothing did here.
            _ = Task.WaitAny(other);
        }

        other.GetAwaiter().GetResult();
    }
}
