using Belfry.Server.CommandLine;
using Belfry.Server.Demo;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry dev</c>: one node with everything, on SQLite, with jobs to look at.</summary>
internal static class DevVerb
{
    private const string Folder = ".belfry";

    // Nobody who tries things out wants to wait for a demonstration to end.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    public static Verb Create(CommonFlags flags, SettingFlags settings) => new(
        "dev", "Starts a node with demonstration jobs, to try things out.", Run, settings.Node)
    {
        Examples = ["belfry dev", "belfry dev --urls http://127.0.0.1:8080 --store sqlite:try.db"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var settings = call.Settings;
        if (settings.SourceOf(KnownSettings.Store) == SettingValues.Default)
        {
            Directory.CreateDirectory(Folder);
            settings = settings.With(KnownSettings.Store, $"sqlite:{Folder}/dev.db");
        }

        var server = new RunningServer(call)
        {
            DrainTime = DrainTime,
            Jobs = DemoJobs.Add,
            Listening = (address, link) => Greet(call, address, link, settings),
        };
        await server.Run(settings, works: true, cancellation);
        return Exit.Done;
    }

    private static void Greet(Invocation call, Uri address, Uri link, SettingValues settings)
    {
        string at = address.Port == 7300 ? "" : $" --server {address.GetLeftPart(UriPartial.Authority)}";
        call.Terminal.Error.WriteLine($"""

            Belfry {Version.Text} runs at {address}  (store {settings.Store})

              Sign in:  {link}   (works once, for an hour)

              In another terminal:
                belfry job list{at}
                belfry run demo/slow-report --wait{at}
                belfry why demo/always-fails{at}
                belfry schedule explain '30 2 * * *' --zone Europe/Berlin

              Ctrl-C ends it.

            """);
    }
}
