using System;
using NetnsTools.Host.CommandLine;

namespace NetnsTools.Host;

/// <summary>Entry point: pwsh's command line in small.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // The first import would set up the engine's telemetry, which takes longer than the import, and is not for this program.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        HostOptions options = CommandLineParser.Parse(args);
        switch (options.Mode)
        {
            case StartMode.Invalid:
                Console.Error.WriteLine(options.Error);
                Console.Out.Write(HelpText.Usage);
                return ExitCodes.BadCommandLine;
            case StartMode.Help:
                Console.Out.Write(HelpText.Usage);
                return ExitCodes.Success;
            case StartMode.Version:
                Console.Out.WriteLine(HelpText.Version);
                return ExitCodes.Success;
            case StartMode.Server:
                return ServerMode.Run(options);
            case StartMode.Interactive when Console.IsInputRedirected:
                Console.Error.WriteLine("Nothing to run: give -File or -Command, or start from a terminal.");
                Console.Out.Write(HelpText.Usage);
                return ExitCodes.BadCommandLine;
            default:
                using (Session session = new(options))
                {
                    return session.Run();
                }
        }
    }
}
