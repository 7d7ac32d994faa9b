using Belfry.Server.CommandLine;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry worker</c>: fires and runs jobs, and listens nowhere.</summary>
internal static class WorkerVerb
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    public static Verb Create(CommonFlags flags, SettingFlags settings) => new(
        "worker", "Starts a node that runs jobs and listens nowhere.", Run, settings.Node)
    {
        Examples = ["belfry worker --store sqlite:/var/lib/belfry/belfry.db --queues reports --slots 4"],
    };

    public static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var settings = call.Settings;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "belfry" });
        Logs.Configure(builder.Logging, call.Debug);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTime + TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<IHostLifetime, SignalsElsewhere>();
        builder.Services.AddSingleton(call.Time);
        builder.Services.AddBelfry(belfry => belfry
            .UseStore(services => OpenedStore.Of(settings, services.GetRequiredService<TimeProvider>()))
            .Configure(options => NodeSettings.Apply(settings, options) with { DrainTime = DrainTime })
            .UseRedisOf(settings));
        await OpenedStore.UntilFree(call, settings, cancellation);
        using var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        call.Terminal.Error.WriteLine($"Belfry {Version.Text} works on {StoreAddress.Masked(settings.Store)}");
        await Stopping.Of(cancellation);
        call.Terminal.Say("Ending: no new runs; waiting for the running ones. Once more cuts them short.");
        await host.StopAsync(call.Hurry);
        return Exit.Done;
    }
}
