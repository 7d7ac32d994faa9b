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

    [Fact]
    public async Task The_retry_of_a_dead_run_takes_its_letter_away()
    {
        var dead = await Dead();
        var again = await control.Retry(dead, "ada", default);
        (await store.DeadLetters.List(new DeadQuery(), default)).Items.ShouldBeEmpty();
        (await store.Queries.Run(again.ToString("n"), default)).ShouldNotBeNull().Parent.ShouldBe(dead);
    }

    [Fact]
    public async Task Why_says_what_became_of_a_dead_run()
    {
        var dead = await Dead();
        var run = (await store.Queries.Run(dead.ToString("n"), default)).ShouldNotBeNull();
        (await AfterDeath.Of(store, run, default)).ShouldNotBeNull().Sentence.ShouldStartWith("It waits among the dead letters");
        var again = await control.Retry(dead, "ada", default);
        (await AfterDeath.Of(store, run, default)).ShouldNotBeNull().Sentence.ShouldBe($"It was retried as run {again:n}, which is queued.");
    }

    [Fact]
    public async Task A_repeated_retry_of_a_dead_run_finds_the_first_until_that_has_ended()
    {
        var dead = await Dead();
        var again = await control.Retry(dead, "ada", default);
        (await control.Retry(dead, "ada", default)).ShouldBe(again);
        await store.Runs.Cancel(again, "enough", default);
        (await control.Retry(dead, "ada", default)).ShouldNotBe(again);
    }

    private async Task<Guid> Dead()
    {
        await control.Create(new JobDefinition { Name = "job", Run = new JobAction.Handler("job") }, default);
        var run = (await control.RunNow("job", new RunRequest(), default)).Id;
        var node = Guid.NewGuid();
        await store.Nodes.Beat(new Heartbeat(node, "node", "1.0", 4, null, false, TimeSpan.FromSeconds(15), []), default);
        var claimed = (await store.Runs.Claim(new ClaimRequest(node, 1, TimeSpan.Zero, ["job"], null), default)).Runs[0];
        var now = clock.GetUtcNow();
        await store.Runs.Finish([new AttemptEnd(run, claimed.Token, node, RunState.Dead, null, now, now, null, 1, null, null, null)], default);
        return run;
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
