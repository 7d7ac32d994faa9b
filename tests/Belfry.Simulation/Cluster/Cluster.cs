using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Sqlite;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Simulation;

/// <summary>Whole nodes over one store in memory: started, killed, drained, started again.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    // As far as time services slew a clock.
    private const double MostDrift = 0.0005;

    private static readonly IServiceScopeFactory NoServices =
        new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();

    private readonly World world;
    private readonly SqliteStore store;
    private readonly Oracle oracle;
    private readonly Member desk;
    private bool healed;

    public Cluster(World world)
    {
        this.world = world;
        store = SqliteStore.InMemory(world.StoreTime, world.Setting.Mutant?.Sql);
        oracle = new Oracle(world, store);
        Executions = new Executions(world, store, oracle);
        Jobs = JobDraw.Some(world.Setting, world.ChanceOf(-1));
        desk = Join(0, "desk");
        Operators = new Operators(world, desk, Jobs, Executions);
    }

    public SqliteStore Store => store;
    public Oracle Oracle => oracle;
    public Executions Executions { get; }
    public Operators Operators { get; }
    public List<JobDefinition> Jobs { get; }
    public List<Member> Members { get; } = [];

    /// <summary>How much longer the history is for time that passed without anything happening.</summary>
    public TimeSpan Prolonged { get; private set; }

    public void Prolong(TimeSpan time) => Prolonged += time;

    public void Start()
    {
        Now(store.Migrate(CancellationToken.None).AsTask());

        // The first saves go past the network: a job whose creation was refused is no job.
        var direct = new JobControl(
            new FaultyStore(store, new Network(world, desk.Host) { Instant = true }, desk.Host, oracle), desk.Host.Chance);
        foreach (var job in Jobs)
        {
            Now(direct.Create(job, CancellationToken.None));
        }

        for (var i = 1; i <= world.Setting.Nodes; i++)
        {
            var member = Join(i, $"node{i}");
            Members.Add(member);
            Start(member);
        }
    }

    public void Crash(Member member, TimeSpan pause)
    {
        member.Host.Kill();
        world.At(pause, () => Replace(member));
    }

    /// <summary>SIGTERM; the process is started again some time after its end.</summary>
    public void Drain(Member member, TimeSpan pause)
    {
        if (member is not { Host: { Alive: true, Frozen: false }, Node: { } node })
        {
            return;
        }

        world.Note($"{member.Host.Name} drains");
        world.At(TimeSpan.Zero, member.Host.Pool, async () =>
        {
            await node.StopAsync(CancellationToken.None);
            member.Host.Exit();
            world.At(pause, () => Replace(member));
        });
    }

    /// <summary>The faults are over.</summary>
    public void Heal()
    {
        world.Note("healed");
        (healed, Executions.Healed) = (true, true);
        desk.Network.Heal();
        foreach (var member in Members.ToList())
        {
            member.Network.Heal();
            if (member.Host is { Alive: true, Frozen: true })
            {
                member.Host.Thaw(TimeSpan.FromSeconds(2));
            }

            if (!member.Host.Alive)
            {
                Replace(member);
            }
        }

        // Some deletions and pauses may still be on their way.
        world.At(TimeSpan.FromSeconds(4), Operators.TidyUp);
        world.At(TimeSpan.FromSeconds(13), Operators.TidyUp);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void Replace(Member member)
    {
        var place = Members.IndexOf(member);
        if (place >= 0)
        {
            Members[place] = Join(member.Place, member.Host.Name);
            Start(Members[place]);
        }
    }

    private Member Join(int place, string name)
    {
        var skew = TimeSpan.FromMilliseconds(world.Chance.Next(7_200_000) - 3_600_000);
        var drift = world.Setting.Has(Fault.Drift) ? MostDrift * ((2 * world.Chance.NextDouble()) - 1) : 0;
        var host = new Host(world, name, skew, drift) { IsOperator = place == 0 };
        var network = new Network(world, host);
        if (healed)
        {
            network.Heal();
        }

        var mutant = world.Setting.Mutant;
        var planted = new Planting(store, host, network);
        var seen = mutant?.InStore?.Invoke(store, planted) ?? store;
        var faulty = new FaultyStore(seen, network, host, oracle);
        return new Member(place, host, network, mutant?.InEngine?.Invoke(faulty, planted) ?? faulty);
    }

    private void Start(Member member) => world.At(TimeSpan.Zero, member.Host.Pool, () =>
    {
        var host = member.Host;
        var catalog = new JobCatalog();
        catalog.Add("work", Executions.HandlerOn(host, member.Store, () => Crash(member, TimeSpan.FromSeconds(1))));
        var engine = new EngineContext(host.Time, host.Chance, host.OnPool, NoServices)
        {
            KillOrphans = (_, _) => Task.FromResult(0),

            // Half of the slots, so that claims and ends of one node meet.
            Batch = 2,
        };
        member.Node = new BelfryNode(
            member.Store, catalog, Timing.Of(world.Setting, host.Name), engine, NullLoggerFactory.Instance);
        member.Node.Start((heart, logger, stop) =>
            host.OnHeart(() => ServiceLoop.Run(heart, new Wakeup(host.Time), host.Chance, logger, stop)));
    });

    private static void Now(Task call)
    {
        call.IsCompleted.ShouldBeTrue();
        call.GetAwaiter().GetResult();
    }
}
