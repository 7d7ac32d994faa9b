using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Locks;
using Belfry.Notifications;
using Belfry.Policies;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Hosting;

/// <summary>Says which store a node uses, what it knows, and how it lives.</summary>
public sealed class BelfryBuilder
{
    private Func<IServiceProvider, IStore>? store;
    private Func<IServiceProvider, IWakeups>? wakeups;
    private readonly Dictionary<string, NamedChannel> channels = new(StringComparer.Ordinal);

    internal BelfryBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    internal JobCatalog Catalog { get; } = new();
    internal NodeOptions Node { get; private set; } = new() { Name = NodeName.Default, Slots = 4 * Environment.ProcessorCount };
    internal ChannelSet Channels => new(channels.Values);
    internal bool Works { get; private set; } = true;

    /// <summary>Off where time is virtual: processes die in real time.</summary>
    internal bool WatchesNeighbours { get; set; } = true;

    internal Func<IServiceProvider, IStore> Store => store
        ?? throw new InvalidOperationException("Belfry has no store: call UseSqlite(...) or another Use method in AddBelfry.");

    internal Func<IServiceProvider, ILocks> Locks { get; private set; } = services => services.GetRequiredService<IStore>().Locks;

    /// <summary>Null where there is none.</summary>
    internal IWakeups? Wakeups(IServiceProvider services) =>
        wakeups is null ? services.GetRequiredService<IStore>().Wakeups : wakeups(services);

    /// <summary>Sets the store; provider packages bring a method of their own that calls this.</summary>
    public BelfryBuilder UseStore(Func<IServiceProvider, IStore> open)
    {
        store = open;
        return this;
    }

    /// <summary>Keeps named locks somewhere else than in the store; provider packages bring a method of their own that calls this.</summary>
    public BelfryBuilder UseLocks(Func<IServiceProvider, ILocks> open)
    {
        Locks = open;
        return this;
    }

    /// <summary>Sets another way to wake other processes than the store's own.</summary>
    public BelfryBuilder UseWakeups(Func<IServiceProvider, IWakeups> open)
    {
        wakeups = open;
        return this;
    }

    /// <summary>Declares a job and the class that does it. Created or updated in the store when the node starts.</summary>
    public BelfryBuilder AddJob<TJob>(string name, Action<JobBuilder>? configure = null)
        where TJob : class, IJob
    {
        AddHandler<TJob>(name);
        return Declare(name, configure);
    }

    /// <summary>
    /// Declares a job and the delegate that does it. Its parameters are services, and where it asks for them the
    /// <see cref="JobContext"/> and a <see cref="CancellationToken"/>.
    /// </summary>
    public BelfryBuilder AddJob(string name, string schedule, Delegate run, Action<JobBuilder>? configure = null)
    {
        AddHandler(name, run);
        return Declare(name, job =>
        {
            job.Schedule(schedule);
            configure?.Invoke(job);
        });
    }

    /// <summary>Makes a class known to jobs that name it (<c>run: {handler: name}</c>).</summary>
    public BelfryBuilder AddHandler<TJob>(string name)
        where TJob : class, IJob
    {
        Catalog.Add(name, Handlers.OfClass<TJob>());
        return this;
    }

    /// <summary>Makes a delegate known to jobs that name it (<c>run: {handler: name}</c>).</summary>
    public BelfryBuilder AddHandler(string name, Delegate run)
    {
        Catalog.Add(name, Handlers.OfDelegate(run));
        return this;
    }

    /// <summary>Adds a channel that jobs may name in <see cref="NotifyPolicy.To"/>.</summary>
    /// <param name="name">Unique; the same in every process that knows the channel.</param>
    /// <param name="times">When its messages go out; the standard times when null.</param>
    public BelfryBuilder AddChannel(string name, IChannel channel, ChannelTimes? times = null)
    {
        if (!channels.TryAdd(name, new NamedChannel(name, channel, times ?? new ChannelTimes())))
        {
            throw new ArgumentException($"There is a channel named '{name}' already.", nameof(name));
        }

        return this;
    }

    /// <summary>Changes the numbers the node lives by.</summary>
    public BelfryBuilder Configure(Func<NodeOptions, NodeOptions> change)
    {
        Node = change(Node);
        return this;
    }

    /// <summary>This process only looks and serves: it fires, claims and runs nothing.</summary>
    public BelfryBuilder WithoutWorker()
    {
        Works = false;
        return this;
    }

    private BelfryBuilder Declare(string name, Action<JobBuilder>? configure)
    {
        var builder = new JobBuilder(name);
        configure?.Invoke(builder);
        Catalog.Declare(builder.Definition);
        return this;
    }
}
