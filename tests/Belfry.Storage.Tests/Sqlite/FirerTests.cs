using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>The Firer over a store in memory.</summary>
public sealed class FirerTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly SqliteStore store;
    private readonly Node node;
    private readonly Firer firer;

    public FirerTests()
    {
        store = SqliteStore.Open(":memory:", clock);
        var chance = new Chance(1);
        node = new Node(new NodeOptions(), chance, clock);
        node.LeaseAccepted(node.Id, clock.GetTimestamp());
        var engine = new EngineContext(clock, chance, work => work(), new NoServices());
        firer = new Firer(store, node, engine, NullLogger<Firer>.Instance);
    }

    public async Task InitializeAsync() => await store.Migrate(None);

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task More_jobs_than_fit_a_batch_whose_schedule_nobody_can_read_do_not_starve_the_others()
    {
        for (var i = 0; i < 1_200; i++)
        {
            await Save($"broken{i}", "once upon a time", clock.GetUtcNow().AddHours(-1));
        }

        await Save("sound", "* * * * *", clock.GetUtcNow());
        while (await firer.RunOnceAsync(None) == TimeSpan.Zero)
        {
        }

        (await store.Queries.Totals(None)).Queued.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_of_another_environment_fires_nothing()
    {
        await Save("sound", "* * * * *", clock.GetUtcNow());
        node.LeaseAccepted(node.Id, clock.GetTimestamp(), environment: "production");
        await firer.RunOnceAsync(None);
        (await store.Queries.Totals(None)).Queued.ShouldBe(0);
    }

    private async Task Save(string name, string schedule, DateTimeOffset due)
    {
        var definition = new JobDefinition
        {
            Name = name, Schedule = schedule, Run = new JobAction.Command(new CommandSpec { Command = ["true"] }),
        };
        await store.Jobs.Save(new Belfry.Storage.JobChange(null, definition, due, due, null, []), None);
    }

    private sealed class NoServices : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => throw new NotSupportedException();
    }
}
