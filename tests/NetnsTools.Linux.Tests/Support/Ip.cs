using System;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>The real <c>ip</c>, as a second opinion.</summary>
internal static class Ip
{
    /// <summary>What it prints; a failure of it fails the test with its own words.</summary>
    public static async Task<string> Run(params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap("ip").WithArguments(arguments).ExecuteBufferedAsync();
        return result.StandardOutput;
    }

    /// <summary>The names that <c>ip netns list</c> prints, without the numbers.</summary>
    public static async Task<string[]> Namespaces()
    {
        string[] lines = (await Run("netns", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(lines, static line => line.Split(' ')[0]);
    }
}
