using Belfry.Server.Bench;
using Belfry.Server.CommandLine;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry bench-node</c>: what <c>belfry bench</c> starts when it measures several processes.</summary>
internal static class BenchNodeVerb
{
    public static Verb Create(SettingFlags settings) => new(
        "bench-node", "A node of the benches; ends with its standard input.", Run, settings.Of(KnownSettings.Store), settings.Of(KnownSettings.Slots))
    {
        Hidden = true,
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        using var host = await BenchNode.Start(call.Settings.Store, call.Settings.Slots, call.Time, cancellation);
        await call.Terminal.Out.WriteLineAsync("ready");
        await call.Terminal.Out.FlushAsync(cancellation);
        await Console.In.ReadToEndAsync(cancellation);
        await host.StopAsync(cancellation);
        return Exit.Done;
    }
}
