using System.Security.Cryptography;
using Belfry;
using Belfry.Engine;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Locks;
using Belfry.Notifications;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// The namespace of IServiceCollection, so that AddBelfry is found where services are added.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Adds Belfry to an application.</summary>
public static class BelfryServices
{
    /// <summary>
    /// Adds the store, the scheduler node (which starts and stops with the host), and <see cref="JobControl"/>,
    /// <see cref="OperationControl"/>, <see cref="Ledger"/>, <see cref="Why"/> and <see cref="DistributedLocks"/> for the application's own code.
    /// </summary>
    public static IServiceCollection AddBelfry(this IServiceCollection services, Action<BelfryBuilder> configure)
    {
        var belfry = new BelfryBuilder(services);
        configure(belfry);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(belfry.Store);
        services.AddSingleton(belfry.Catalog);
        services.AddSingleton(belfry.Node);
        services.AddSingleton(belfry.Channels);
        services.AddSingleton(_ => new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))));
        services.AddSingleton<Offload>(_ => OnPool);
        services.AddSingleton(provider => new HostedWakeups(belfry.Wakeups(provider)));
        services.AddSingleton(provider => new EngineContext(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Chance>(),
            provider.GetRequiredService<Offload>(),
            provider.GetRequiredService<IServiceScopeFactory>())
        {
            Processes = belfry.WatchesNeighbours && OperatingSystem.IsLinux() ? LinuxProcesses.Find() : null,
            Announce = provider.GetRequiredService<HostedWakeups>().Announce,
            Channels = provider.GetRequiredService<ChannelSet>(),
        });
        services.AddSingleton(provider => new BelfryNode(
            provider.GetRequiredService<IStore>(),
            belfry.Catalog,
            belfry.Node,
            provider.GetRequiredService<EngineContext>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new JobControl(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<Chance>())
        {
            Channels = provider.GetRequiredService<ChannelSet>(),
        });
        services.AddSingleton(provider => new OperationControl(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<JobControl>(), provider.GetRequiredService<Chance>()));
        services.AddSingleton(provider => new Ledger(provider.GetRequiredService<IStore>()));
        services.AddSingleton(provider => new Why(provider.GetRequiredService<IStore>(), provider.GetRequiredService<Ledger>()));
        services.AddSingleton(belfry.Locks);
        services.AddSingleton(provider => new DistributedLocks(
            provider.GetRequiredService<ILocks>(), belfry.Node.Name, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeclaredJobs>();
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<BelfryHost>(
            provider, new BelfryHostOptions(belfry.Works)));
        return services;
    }

#pragma warning disable RS0030 // This is the one door from the engine to the thread pool.
    private static Task OnPool(Func<Task> work) => Task.Run(work);
#pragma warning restore RS0030
}
