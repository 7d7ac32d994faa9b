using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessIdentity = Belfry.Storage.ProcessIdentity;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>Nodes of one host, over a store in memory, where the test says which processes have ended.</summary>
public sealed class NeighbourWatchTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly SomeProcesses processes = new();
    private readonly List<Guid> killed = [];
    private readonly SqliteStore store;
    private readonly NeighbourWatch watch;
    private readonly Node node;

    public NeighbourWatchTests()
    {
        store = SqliteStore.Open(":memory:", clock);
        var chance = new Chance(1);
        node = new Node(new NodeOptions(), chance, clock);
        node.LeaseAccepted(node.Id, clock.GetTimestamp());
        var engine = new EngineContext(clock, chance, work => work(), new NoServices())
        {
            Processes = processes,
            KillOrphans = (dead, _) =>
            {
                killed.Add(dead);
                return Task.FromResult(0);
            },
        };
        var rescuer = new Rescuer(store, node, engine, NullLogger<Rescuer>.Instance);
        watch = new NeighbourWatch(store, node, processes, rescuer, engine);
    }

    public async Task InitializeAsync() => await store.Migrate(None);

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task The_runs_of_a_neighbour_whose_process_is_gone_are_released_with_its_lease_still_valid()
    {
        var (neighbour, run) = await NodeWithRun(pid: 50);
        await Look();
        (await StateOf(run)).ShouldBe(RunState.Running);
        processes.Gone.Add(50);
        await Look();
        (await StateOf(run)).ShouldBe(RunState.Queued);
        killed.ShouldBe([neighbour]);
    }

    [Fact]
    public async Task A_neighbour_that_joined_is_known_after_two_seconds()
    {
        await Look();
        var (_, run) = await NodeWithRun(pid: 50);
        processes.Gone.Add(50);
        clock.Advance(TimeSpan.FromSeconds(2));
        await Look();
        (await StateOf(run)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task Nodes_of_the_same_process_and_of_other_hosts_are_left_alone()
    {
        processes.Gone.UnionWith([1, 50]);
        var (_, own) = await NodeWithRun(pid: 1);
        var (_, elsewhere) = await NodeWithRun(pid: 50, host: "elsewhere");
        await Look();
        (await StateOf(own)).ShouldBe(RunState.Running);
        (await StateOf(elsewhere)).ShouldBe(RunState.Running);
        killed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_may_not_work_rescues_nobody()
    {
        node.LeaseAccepted(node.Id, clock.GetTimestamp(), environment: "production");
        var (_, run) = await NodeWithRun(pid: 50);
        processes.Gone.Add(50);
        await Look();
        (await StateOf(run)).ShouldBe(RunState.Running);
    }

    private ValueTask<TimeSpan> Look() => watch.RunOnceAsync(None);

    private async Task<RunState> StateOf(Guid run) => (await store.Queries.Run(run.ToString("n"), None)).ShouldNotBeNull().State;

    private async Task<(Guid Node, Guid Run)> NodeWithRun(int pid, string host = "here")
    {
        var (other, run) = (Guid.NewGuid(), Guid.NewGuid());
        string job = $"job-{other:n}";
        var definition = new JobDefinition { Name = job, Run = new JobAction.Command(new CommandSpec { Command = ["true"] }) };
        await store.Jobs.Save(new JobChange(null, definition, null, null, null, []), None);
        await store.Runs.Enqueue([new NewRun(run, job, RunTrigger.Api, null, null, null, null, null, false, null)], None);
        var beat = new Heartbeat(other, "n", "1", 1, null, false, TimeSpan.FromSeconds(15), []);
        await store.Nodes.Beat(beat with { Process = new ProcessIdentity(host, pid, 7) }, None);
        (await store.Runs.Claim(new ClaimRequest(other, 1, TimeSpan.Zero, [], null, run), None)).Runs.Count.ShouldBe(1);
        return (other, run);
    }

    private sealed class SomeProcesses : IHostProcesses
    {
        public HashSet<int> Gone { get; } = [];

        public ProcessIdentity Self { get; } = new("here", 1, 7);

        public bool IsGone(ProcessIdentity process) => Gone.Contains(process.ProcessId);
    }

    private sealed class NoServices : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => throw new NotSupportedException();
    }
}
