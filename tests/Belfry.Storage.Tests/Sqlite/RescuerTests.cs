using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Runs;
using Belfry.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>Left-over processes of dead nodes and the rescue of their runs, over a store in memory.</summary>
public sealed class RescuerTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly List<Guid> killed = [];
    private readonly SqliteStore store;

    public RescuerTests() => store = SqliteStore.Open(":memory:", clock);

    public async Task InitializeAsync() => await store.Migrate(None);

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task A_node_whose_lease_ends_while_processes_are_killed_keeps_its_runs_until_its_own_are()
    {
        var first = await NodeWithRun();
        clock.Advance(TimeSpan.FromSeconds(3));
        var second = await NodeWithRun();
        clock.Advance(Lease);

        // Killing takes five seconds, and the second lease, grace included, ends meanwhile.
        var rescuer = Rescuer(node =>
        {
            killed.Add(node);
            clock.Advance(TimeSpan.FromSeconds(5));
        });
        await rescuer.RunOnceAsync(None);
        killed.ShouldBe([first]);
        (await store.Queries.Totals(None)).Running.ShouldBe(1);

        await rescuer.RunOnceAsync(None);
        killed.ShouldBe([first, second]);
        (await store.Queries.Totals(None)).Running.ShouldBe(0);
    }

    private Rescuer Rescuer(Action<Guid> kill)
    {
        var chance = new Chance(1);
        var engine = new EngineContext(clock, chance, work => work(), new NoServices())
        {
            KillOrphans = (node, _) =>
            {
                kill(node);
                return Task.FromResult(1);
            },
        };
        var rescuing = new Node(new NodeOptions(), chance, clock);
        rescuing.LeaseAccepted(rescuing.Id, clock.GetTimestamp());
        return new Rescuer(store, rescuing, engine, NullLogger<Rescuer>.Instance);
    }

    private async Task<Guid> NodeWithRun()
    {
        var node = Guid.NewGuid();
        string job = $"job-{node:n}";
        var definition = new JobDefinition { Name = job, Run = new JobAction.Command(new CommandSpec { Command = ["true"] }) };
        await store.Jobs.Save(new JobChange(null, definition, null, null, null, []), None);
        await store.Runs.Enqueue([new NewRun(Guid.NewGuid(), job, RunTrigger.Api, null, null, null, null, null, false, null)], None);
        await store.Nodes.Beat(new Heartbeat(node, "n", "1", 1, null, false, Lease, []), None);
        (await store.Runs.Claim(new ClaimRequest(node, 1, TimeSpan.Zero, [], null), None)).Runs.Count.ShouldBe(1);
        return node;
    }

    private sealed class NoServices : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => throw new NotSupportedException();
    }
}
