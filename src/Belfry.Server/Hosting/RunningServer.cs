using System.Security.Cryptography;
using Belfry.AspNetCore;
using Belfry.AspNetCore.Access;
using Belfry.Hosting;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Belfry.Server.Hosting;

/// <summary>A node with the REST API and the page, from its start until it is asked to end.</summary>
internal sealed class RunningServer(Invocation call)
{
    /// <summary>Longest wait for running attempts when the server is asked to end.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds jobs and handlers.</summary>
    public Action<BelfryBuilder> Jobs { get; init; } = _ => { };

    /// <summary>Told the address and a link that signs in once, when the server listens.</summary>
    public Action<Uri, Uri> Listening { get; init; } = (_, _) => { };

    public async Task Run(SettingValues settings, bool works, CancellationToken stop)
    {
        Addresses.RequireKeyBeyondLoopback(settings);
        string key = settings.AdminKey ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        await OpenedStore.UntilFree(call, settings, stop);
        await using var app = Build(settings, key, works);
        await Start(app, settings);
        var address = Addresses.ForPeople(app.Urls.First());

        // The key itself is not printed: it goes into a file that only this user can read, and the link works once.
        using var file = KeyFile.Write(address.Port, key);
        string code = app.Services.GetRequiredService<LoginCodes>().Issue();
        Listening(address, new Uri(address, $"/login?code={code}"));
        await Stopping.Of(stop);
        call.Terminal.Say("Ending: no new runs; waiting for the running ones. Once more cuts them short.");
        await app.StopAsync(call.Hurry);
    }

    private WebApplication Build(SettingValues settings, string key, bool works)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "belfry" });
        Logs.Configure(builder.Logging, call.Debug);
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTime + TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<IHostLifetime, SignalsElsewhere>();
        builder.Services.AddSingleton(call.Time);
        builder.Services.AddBelfryApi(options => options.AdminKey = key);
        builder.Services.AddBelfry(belfry =>
        {
            belfry.UseStore(services => OpenedStore.Of(settings, services.GetRequiredService<TimeProvider>()));
            belfry.Configure(options => NodeSettings.Apply(settings, options) with { DrainTime = DrainTime });
            belfry.UseRedisOf(settings);
            foreach (var channel in settings.Channels)
            {
                belfry.AddChannel(channel.Name, channel.Channel, channel.Times);
            }

            Jobs(belfry);
            if (!works)
            {
                belfry.WithoutWorker();
            }
        });
        var app = builder.Build();
        app.MapBelfry();
        return app;
    }

    private static async Task Start(WebApplication app, SettingValues settings)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException || e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            throw new Failure(
                Exit.Failed,
                $"the server cannot listen on {string.Join(", ", settings.Urls)}: the port is in use.",
                "Perhaps another Belfry runs already.",
                "belfry status asks it; --urls http://127.0.0.1:7301 listens elsewhere.",
                e);
        }
    }
}
