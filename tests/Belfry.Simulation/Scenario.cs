using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Sqlite;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Simulation;

/// <summary>
/// One seed: some nodes, some jobs, a time of chaos, healing, a quiet time. Promises about safety are checked at each commit,
/// those about liveness at the end.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly TimeSpan ChaosFrom = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(33);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(85);

    private static readonly NodeOptions Options = new()
    {
        Slots = 4,
        LeaseTime = TimeSpan.FromSeconds(4),
        BeatEvery = TimeSpan.FromMilliseconds(800),
        FenceMargin = TimeSpan.FromSeconds(1),
        RescueGrace = TimeSpan.FromSeconds(1),
        SweepEvery = TimeSpan.FromMilliseconds(500),
        PollEvery = TimeSpan.FromMilliseconds(500),
        LookAhead = TimeSpan.FromMilliseconds(300),
        DrainTime = TimeSpan.FromSeconds(3),
        KillGrace = TimeSpan.FromSeconds(1),
        MaxLost = 50,
    };

    private readonly World world;
    private readonly Faults faults;
    private readonly SqliteStore store;
    private readonly Oracle oracle;
    private readonly Executions executions;
    private readonly List<Member> members = [];
    private readonly List<JobDefinition> jobs;
    private readonly Member admin;
    private readonly JobControl control;

    public Scenario(ulong seed, TextWriter? log)
    {
        world = new World(seed) { Log = log };
        faults = Faults.Draw(world.Chance);
        store = SqliteStore.Open(":memory:", new WorldClock(world));
        oracle = new Oracle(world);
        executions = new Executions(world, store, oracle);
        jobs = JobDraw.Some(world.Chance);
        admin = Join("admin");
        control = new JobControl(admin.Store, admin.Host.Chance);
        world.Note(faults.ToString());
    }

    public ulong Trace => world.Trace;
    public int Steps => world.Steps;

    public void Run()
    {
        Now(store.Migrate(CancellationToken.None));
        foreach (var job in jobs)
        {
            // The first saves go past the network: a job whose creation was refused is no job.
            Now(new JobControl(new FaultyStore(store, new Network(world, admin.Host, new Faults()) { Instant = true }, oracle), admin.Host.Chance)
                .Create(job, CancellationToken.None));
        }

        for (var i = 0; i < 3; i++)
        {
            Start(Join($"node{i}"));
        }

        new Chaos(world, faults, this).Plan(ChaosFrom, Healing);
        world.At(Healing, null, Heal);
        world.RunUntil(Healing + TimeSpan.FromSeconds(1));
        var before = Now(store.Queries.Runs(new RunQuery(Limit: 10_000), CancellationToken.None)).Items;
        world.RunUntil(End);
        new Verdict(world, store, oracle, executions).Check([.. jobs.Select(job => job.Name)], before);
    }

    public IReadOnlyList<Member> Members => members;

    public void Restart(Member member)
    {
        members.Remove(member);
        Start(Join(member.Host.Name));
    }

    public void Edit(Chance chance)
    {
        var job = jobs[chance.Next(jobs.Count)].Name;
        var schedule = JobDraw.Schedule(chance);
        Admin("edit", () => control.Edit(job, stored => stored.Definition with { Schedule = schedule }, null, CancellationToken.None));
    }

    public void PauseOrResume(Chance chance)
    {
        var job = jobs[chance.Next(jobs.Count)].Name;
        var ticks = (PausedTicks)chance.Next(3);
        DateTimeOffset? until = chance.Next(2) == 0 ? world.Now.AddSeconds(chance.Next(8)) : null;
        Admin("pause", () => chance.Next(2) == 0
            ? control.Pause(job, "simulated", "admin", until, ticks, CancellationToken.None)
            : control.Resume(job, CancellationToken.None));
    }

    public void CancelSomething(Chance chance)
    {
        var active = executions.All.Where(execution => execution.Active).ToList();
        if (active.Count > 0)
        {
            var run = active[chance.Next(active.Count)].Run;
            Admin("cancel", () => control.Cancel(run, "simulated", CancellationToken.None));
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void Heal()
    {
        world.Note("healed");
        foreach (var member in members.ToList())
        {
            member.Network.Heal();
            if (member.Host.Frozen)
            {
                member.Host.Thaw();
            }

            if (!member.Host.Alive)
            {
                Restart(member);
                members[^1].Network.Heal();
            }
        }

        admin.Network.Heal();

        // Later than the last pause that is still on its way.
        world.At(TimeSpan.FromSeconds(5), null, ResumeAll);
    }

    private void ResumeAll()
    {
        foreach (var job in jobs)
        {
            Admin("resume", () => control.Resume(job.Name, CancellationToken.None));
        }
    }

    private Member Join(string name)
    {
        var skew = TimeSpan.FromMilliseconds(world.Chance.Next(7_200_000) - 3_600_000);
        var host = new Host(world, name, skew);
        var network = new Network(world, host, faults);
        var member = new Member(host, network, new FaultyStore(store, network, oracle));
        if (name != "admin")
        {
            members.Add(member);
        }

        return member;
    }

    private void Start(Member member) => world.At(TimeSpan.Zero, member.Host, () =>
    {
        var catalog = new JobCatalog();
        catalog.Add("work", executions.HandlerOn(member.Host));
        var engine = new EngineContext(
            member.Host.Time, member.Host.Chance, work => work(), new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>())
        {
            KillOrphans = (_, _) => Task.FromResult(0),
        };
        new BelfryNode(member.Store, catalog, Options with { Name = member.Host.Name }, engine, NullLoggerFactory.Instance).Start(null);
    });

    // What an operator does may fail while there is chaos; nothing may break by it.
    private void Admin(string what, Func<Task> action) => world.At(TimeSpan.Zero, admin.Host, async () =>
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is StoreUnavailableException or JobConflictException)
        {
            world.Note($"{what} failed: {exception.Message}");
        }
    });

    private static void Now(ValueTask call)
    {
        call.IsCompleted.ShouldBeTrue();
        call.GetAwaiter().GetResult();
    }

    private static T Now<T>(ValueTask<T> call)
    {
        call.IsCompleted.ShouldBeTrue();
        return call.GetAwaiter().GetResult();
    }

    private static void Now(Task call)
    {
        call.IsCompleted.ShouldBeTrue();
        call.GetAwaiter().GetResult();
    }
}

/// <summary>A simulated process and its way to the store.</summary>
internal sealed record Member(Host Host, Network Network, FaultyStore Store);
