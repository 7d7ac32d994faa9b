using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class LedgerConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Live_and_finished_runs_and_skips_stand_in_order()
    {
        await Create();
        var finished = await FireAndFinish();
        var job = await Get();
        var skipped = new SkippedTicks(job.NextDue!.Value, job.NextDue.Value, 1, SkipReason.Calendar, "holiday");
        await Store.Jobs.Fire([Firing(job, Start.AddMinutes(2)) with { Skips = [skipped] }], None);
        var ticks = await Ticks();
        ticks.Select(tick => tick.Due).ShouldBe([Start, Start.AddMinutes(1), Start.AddMinutes(2)]);
        ticks[0].Run!.Id.ShouldBe(finished);
        ticks[0].Run!.State.ShouldBe(RunState.Succeeded);
        ticks[1].Skipped.ShouldBe(skipped);
        ticks[2].Run!.State.ShouldBe(RunState.Scheduled);
    }

    [Fact]
    public async Task The_window_includes_both_its_ends()
    {
        await Create();
        for (var i = 0; i < 5; i++)
        {
            await Fire();
        }

        (await Between(1, 3)).Select(tick => tick.Due).ShouldBe(
            [Start.AddMinutes(1), Start.AddMinutes(2), Start.AddMinutes(3)]);
        (await Between(1, 3, limit: 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_span_that_reaches_into_the_window_is_answered()
    {
        var job = await Create();
        var earlier = new SkippedTicks(Start.AddMinutes(-30), Start.AddMinutes(-20), 11, SkipReason.Misfire, null);
        var span = new SkippedTicks(Start, Start.AddMinutes(9), 10, SkipReason.Misfire, null);
        await Store.Jobs.Fire([Firing(job, Start.AddMinutes(10)) with { Skips = [earlier, span] }], None);
        (await Between(5, 7)).ShouldHaveSingleItem().Skipped.ShouldBe(span);
        (await Between(-40, 100)).Count.ShouldBe(3);
        (await Between(-15, -1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_jobs_and_requested_runs_are_not_among_them()
    {
        await Create();
        await Create("other");
        await Fire("other");
        await Enqueue();
        (await Ticks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_tick_of_a_long_history_is_recorded_once()
    {
        await Create();
        for (var i = 0; i < 50; i++)
        {
            await Advance(60);
            await Fire();
            await Fire();
        }

        var ticks = await Ticks();
        ticks.Count.ShouldBe(100);
        ticks.Select(tick => tick.Due).ShouldBe(Enumerable.Range(0, 100).Select(i => Start.AddMinutes(i)));
    }

    private async Task<IReadOnlyList<TickRecord>> Between(int from, int to, int limit = 100) =>
        await Store.Queries.Ticks("job", Start.AddMinutes(from), Start.AddMinutes(to), limit, None);
}
