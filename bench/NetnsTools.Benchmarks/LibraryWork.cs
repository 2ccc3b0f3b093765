using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Route;

namespace NetnsTools.Benchmarks;

/// <summary>The work of <c>limit/limit.c</c> done with the library alone, in one warm process.</summary>
/// <remarks>Reads such command lines, and answers each with the microseconds that it took; an empty line ends it.</remarks>
internal static class LibraryWork
{
    private const int WindowSize = 64;

    private static readonly IPAddress Destination = IPAddress.Parse("10.0.0.20");
    private static readonly AddressPrefix[] LeftAddresses = [AddressPrefix.Parse("10.0.0.10/16")];
    private static readonly AddressPrefix[] RightAddresses = [AddressPrefix.Parse("10.0.0.20/16")];

    public static void Answer()
    {
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            string[] words = line.Split(' ');
            string name = words.ElementAtOrDefault(1) ?? string.Empty;
            int count = words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 1;
            long start = Stopwatch.GetTimestamp();
            switch (words[0])
            {
                case "scenario":
                    Create(name, 1);
                    Echo($"{name}1a", 1);
                    Delete(name, 1);
                    break;
                case "create":
                    Create(name, count);
                    break;
                case "list":
                    List();
                    break;
                case "delete":
                    Delete(name, count);
                    break;
                case "echo":
                    Echo(name, count);
                    break;
                default:
                    throw new ArgumentException($"No work '{words[0]}'.");
            }

            Console.WriteLine(((long)Stopwatch.GetElapsedTime(start).TotalMicroseconds).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<string> Names(string prefix, int pairs) =>
        Enumerable.Range(1, pairs).SelectMany(pair => new[] { $"{prefix}{pair}a", $"{prefix}{pair}b" });

    private static void Create(string prefix, int pairs)
    {
        using StopSignal stop = new();
        NamespaceStore store = new();
        foreach (string[] names in Names(prefix, pairs).Chunk(WindowSize))
        {
            NamespaceHandle[] handles = [.. store.Create(names).Select(static made => made.Handle ?? throw made.Error!)];
            RouteConnection[] routes = Connect(handles);
            for (int left = 0; left < handles.Length; left += 2)
            {
                _ = VethPairCreation.Create(
                    routes[left],
                    routes[left + 1],
                    new VethEndSpecification { Name = "veth-1", Addresses = LeftAddresses },
                    new VethEndSpecification { Name = "veth-2", Addresses = RightAddresses, Namespace = handles[left + 1] },
                    up: true,
                    stop);
            }

            Release(handles, routes);
        }
    }

    private static void List()
    {
        NamespaceStore store = new();
        foreach (string[] names in store.Names().Chunk(WindowSize))
        {
            NamespaceHandle[] handles = [.. names.Select(store.Open)];
            RouteConnection[] routes = Connect(handles);
            if (RouteTables.Read(routes).Any(static tables => tables is null))
            {
                throw new InvalidOperationException("A table is missing.");
            }

            Release(handles, routes);
        }
    }

    private static void Delete(string prefix, int pairs)
    {
        using NamespaceRemover remover = new(new NamespaceStore());
        foreach (string name in Names(prefix, pairs))
        {
            remover.Remove(name);
        }

        remover.Complete();
    }

    private static void Echo(string name, int count)
    {
        using StopSignal stop = new();
        using NamespaceHandle handle = new NamespaceStore().Open(name);
        using EchoSession echoes = new(handle, new EchoOptions { Destination = Destination, Count = count, Interval = TimeSpan.Zero }, stop);
        while (echoes.Next() is { } outcome)
        {
            if (outcome.Status != EchoStatus.Success)
            {
                throw new InvalidOperationException($"No reply: {outcome.Status}.");
            }
        }
    }

    private static RouteConnection[] Connect(NamespaceHandle[] handles) =>
        [.. RouteConnection.Open(handles).Select(static opening => opening.Connection ?? throw opening.Error!)];

    private static void Release(NamespaceHandle[] handles, RouteConnection[] routes)
    {
        Array.ForEach(routes, static route => route.Dispose());
        Array.ForEach(handles, static handle => handle.Dispose());
    }
}
