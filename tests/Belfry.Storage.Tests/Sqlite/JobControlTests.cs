using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>What people do to a job while no node is there to fire it.</summary>
public sealed class JobControlTests : IAsyncLifetime
{
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));
    private IStore store = null!;
    private JobControl control = null!;

    public async Task InitializeAsync()
    {
        store = SqliteStore.Open(":memory:", clock);
        await store.Migrate(default);
        control = new JobControl(store, new Chance(1));
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task An_edit_records_what_came_due_after_a_pause_that_is_over()
    {
        await Paused();
        await control.Edit("job", job => job.Definition with { Schedule = "daily at 12:00" }, null, default);
        (await Outcomes()).ShouldBe(["paused", "run"]);
    }

    [Fact]
    public async Task A_new_pause_does_not_take_in_what_came_due_after_the_one_before()
    {
        await Paused();
        var job = await control.Pause("job", "again", "ada", null, PausedTicks.Skip, default);
        job.Pause!.Since.ShouldBe(clock.GetUtcNow());
        (await Outcomes()).ShouldBe(["paused", "run"]);
    }

    // Of the two ticks one comes due in the pause, the other two seconds ago, after its end.
    private async Task Paused()
    {
        await control.Create(
            new JobDefinition { Name = "job", Run = new JobAction.Handler("job"), Schedule = "30 * * * *" }, default);
        await control.Pause("job", "audit", "ada", clock.GetUtcNow().AddHours(1), PausedTicks.Skip, default);
        clock.Advance(TimeSpan.FromMinutes(90) + TimeSpan.FromSeconds(2));
    }

    private async Task<IEnumerable<string>> Outcomes()
    {
        var ticks = await store.Queries.Ticks("job", clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(1), 10, default);
        return ticks.Select(tick => tick.Skipped is { } skip ? skip.Reason.ToString().ToLowerInvariant() : "run");
    }
}
