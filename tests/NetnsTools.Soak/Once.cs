using System;
using NetnsTools.Linux;

namespace NetnsTools.Soak;

/// <summary>One change, in a process of its own whose system calls somebody else lets fail.</summary>
internal static class Once
{
    /// <summary>What it exits with when the library has refused; 0 when it is done.</summary>
    public const int Refused = 3;

    public static string[] Changes { get; } = ["create", "adopt", "pair", "remove"];

    public static int Run(string change, string prefix)
    {
        NamespaceStore store = new();
        try
        {
            switch (change)
            {
                case "create":
                    store.Create($"{prefix}c").Dispose();
                    break;
                case "adopt":
                    using (NamespaceHandle handle = store.Open($"{prefix}a"))
                    {
                        store.Adopt($"{prefix}d", handle).Dispose();
                    }

                    break;
                case "pair":
                    Pair(store, prefix);
                    break;
                case "remove":
                    using (NamespaceRemover remover = new(store))
                    {
                        remover.Remove($"{prefix}b");
                        _ = remover.Complete(out _);
                    }

                    break;
                default:
                    throw new ArgumentException($"There is no change '{change}'.", nameof(change));
            }

            return 0;
        }
        catch (NetworkException exception)
        {
            Console.WriteLine(exception.Message);
            return Refused;
        }
    }

    private static void Pair(NamespaceStore store, string prefix)
    {
        using StopSignal stop = new();
        using NamespaceHandle left = store.Open($"{prefix}a");
        using NamespaceHandle right = store.Open($"{prefix}b");
        Cable.Lay(left, right, "veth-1", stop);
    }
}
