using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Belfry.Tests.Policies;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

public sealed class LedgerPagesTests
{
    [Fact]
    public void Recorded_runs_and_what_is_to_come_stand_in_one_list() =>
        Page(Some.Job(next: "10:00"), "09:30", [Ran("08:00"), Ran("09:00", RunState.Failed)], to: "11:00")
            .ShouldBe(["08:00 run succeeded", "09:00 run failed", "10:00 pending", "11:00 pending"]);

    [Fact]
    public void A_span_is_spelled_out() =>
        Page(Some.Job(next: "11:00"), "10:30", [Skipped("08:00", "10:00", 3)], to: "10:30")
            .ShouldBe(["08:00 skipped misfire", "09:00 skipped misfire", "10:00 skipped misfire"]);

    [Fact]
    public void A_span_is_spelled_out_only_where_it_was_asked_for() =>
        Page(Some.Job(next: "14:00"), "13:30", [Skipped("08:00", "13:00", 6)], from: "09:30", to: "11:30")
            .ShouldBe(["10:00 skipped misfire", "11:00 skipped misfire"]);

    [Fact]
    public void A_span_of_more_ticks_than_the_page_holds_stays_a_span_and_leaves_no_gap() =>
        Page(Some.Job(next: "14:00"), "13:30", [Skipped("08:00", "13:00", 6)], to: "15:00", limit: 4)
            .ShouldBe(["08:00-13:00 x6 skipped misfire", "14:00 pending", "15:00 pending"]);

    [Fact]
    public void A_span_of_an_earlier_schedule_stays_a_span() =>
        Page(Some.Job(next: "10:00") with { UpdatedAt = Clock("09:30") }, "09:45", [Skipped("08:00", "09:10", 8)], to: "10:00")
            .ShouldBe(["08:00-09:10 x8 skipped misfire", "10:00 pending"]);

    [Fact]
    public void A_span_that_ended_in_the_instant_of_the_edit_is_of_the_earlier_schedule() =>
        Page(Some.Job(next: "10:00") with { UpdatedAt = Clock("09:30") }, "09:45", [Skipped("08:00", "09:30", 10)], to: "10:00")
            .ShouldBe(["08:00-09:30 x10 skipped misfire", "10:00 pending"]);

    [Fact]
    public void A_gap_in_the_record_is_named() =>
        Page(Some.Job(next: "11:00"), "10:30", [Ran("08:00"), Ran("10:00")], to: "10:30")
            .ShouldBe(["08:00 run succeeded", "09:00 unrecorded", "10:00 run succeeded"]);

    [Fact]
    public void A_tick_that_is_due_this_moment_is_pending() =>
        Page(Some.Job(next: "09:00"), "09:00:00.2", [Ran("08:00")], to: "09:30").ShouldBe(["08:00 run succeeded", "09:00 pending"]);

    [Theory]
    [InlineData(PausedTicks.Skip, "skipped paused")]
    [InlineData(PausedTicks.Last, "pending paused")]
    [InlineData(PausedTicks.All, "pending paused")]
    public void What_a_pause_holds_back_shows_what_will_become_of_it(PausedTicks ticks, string outcome) =>
        Page(Some.Job(next: "09:00").Paused(Some.Pause(ticks)), "10:30", [Ran("08:00")], to: "11:00")
            .ShouldBe(["08:00 run succeeded", $"09:00 {outcome}", $"10:00 {outcome}", "11:00 pending paused"]);

    [Fact]
    public void An_edit_of_a_paused_job_hides_nothing_that_the_pause_holds_back() =>
        Page(Some.Job(next: "08:00").Paused() with { UpdatedAt = Clock("09:30") }, "10:30", [], to: "10:30")
            .ShouldBe(["08:00 skipped paused", "09:00 skipped paused", "10:00 skipped paused"]);

    [Fact]
    public void A_gap_from_before_the_pause_is_a_gap() =>
        Page(Some.Job(next: "09:00").Paused(), "09:30", [], to: "09:30").ShouldBe(["08:00 unrecorded", "09:00 skipped paused"]);

    [Fact]
    public void A_disabled_job_says_so_for_each_tick() =>
        Page(Some.Job(next: "08:00").Disabled(), "09:30", [], to: "10:00")
            .ShouldBe(["08:00 skipped disabled", "09:00 skipped disabled", "10:00 pending disabled"]);

    [Fact]
    public void A_gap_from_before_the_job_was_disabled_is_a_gap() =>
        Page(Some.Job(next: "09:00").Disabled(), "09:30", [], to: "09:30").ShouldBe(["08:00 unrecorded", "09:00 skipped disabled"]);

    [Fact]
    public void What_comes_due_after_the_end_of_a_pause_is_not_held_back() =>
        Page(Some.Job(next: "08:00").Paused(Some.Pause(until: "09:00")), "09:00:00.2", [], to: "10:00")
            .ShouldBe(["08:00 skipped paused", "09:00 pending", "10:00 pending"]);

    [Fact]
    public void A_schedule_that_cannot_be_read_expects_nothing() =>
        Page(Some.Job(next: "09:00", schedule: "in the year of the cat"), "09:30", [Ran("08:00")], to: "09:30")
            .ShouldBe(["08:00 run succeeded"]);

    [Fact]
    public void What_retention_has_pruned_is_no_gap() =>
        Page(Some.Job(next: "11:00") with { LedgerFrom = Clock("09:30") }, "10:30", [Ran("10:00")], to: "10:30")
            .ShouldBe(["10:00 run succeeded"]);

    [Fact]
    public void The_present_schedule_says_nothing_about_the_time_before_it() =>
        Page(Some.Job(next: "10:00") with { UpdatedAt = Clock("09:15") }, "09:30", [Ran("08:20")], to: "10:00")
            .ShouldBe(["08:20 run succeeded", "10:00 pending"]);

    [Fact]
    public void A_deleted_job_shows_what_is_recorded_as_it_was_recorded() =>
        Page(null, "10:30", [Ran("08:00"), Skipped("09:00", "10:00", 2)], to: "10:30")
            .ShouldBe(["08:00 run succeeded", "09:00-10:00 x2 skipped misfire"]);

    [Fact]
    public void A_full_page_ends_with_what_is_recorded() =>
        Page(Some.Job(next: "11:00"), "10:30", [Ran("08:00"), Ran("09:00")], to: "12:00", limit: 2)
            .ShouldBe(["08:00 run succeeded", "09:00 run succeeded"]);

    [Fact]
    public void A_run_tells_how_many_missed_ticks_it_stands_for()
    {
        var run = Some.Run("10:00") with { MissedCount = 2, FirstMissed = Clock("08:00") };
        Merge(Some.Job(next: "11:00"), "10:30", [new TickRecord(run, null, null)], "10:00", "10:00", 10)
            .Single().Detail.ShouldBe("stands for 2 missed ticks too");
    }

    [Fact]
    public void An_overlap_names_the_run_that_was_in_the_way()
    {
        var other = Guid.Parse("11111111-1111-4111-8111-111111111111");
        var skip = new SkippedTicks(Clock("09:00"), Clock("09:00"), 1, SkipReason.Overlap, "the run of 08:00 had not ended");
        Merge(Some.Job(next: "10:00"), "09:30", [new TickRecord(null, skip, other)], "09:00", "09:30", 10)
            .Single().ShouldSatisfyAllConditions(
                tick => tick.RunId.ShouldBe(other),
                tick => tick.Detail.ShouldBe("the run of 08:00 had not ended"));
    }

    [Fact]
    public void Ticks_that_wait_for_other_jobs_stand_among_the_recorded_ones()
    {
        var job = Some.Job(next: null, schedule: "after a, b");
        var skip = new SkippedTicks(Clock("08:00"), Clock("10:00"), 3, SkipReason.DependencyFailed, null);
        var waiting = new WaitingTick(Clock("11:00"), [new KnownUpstream("a", RunState.Succeeded, null, null)], Held: false);
        LedgerPages.Merge(job, [new TickRecord(null, skip, null)], [waiting], Clock("08:00"), Clock("12:00"), Clock("11:30"), 10)
            .Select(tick => $"{Told(tick)} {tick.Detail}".TrimEnd())
            .ShouldBe(["08:00-10:00 x3 skipped dependencyfailed", "11:00 pending waits for b"]);
    }

    [Fact]
    public void A_tick_that_a_pause_holds_back_says_so()
    {
        var job = Some.Job(next: null, schedule: "after a").Paused();
        var waiting = new WaitingTick(Clock("11:00"), [new KnownUpstream("a", RunState.Succeeded, null, null)], Held: true);
        var tick = LedgerPages.Merge(job, [], [waiting], Clock("08:00"), Clock("12:00"), Clock("11:30"), 10).ShouldHaveSingleItem();
        tick.Reason.ShouldBe(SkipReason.Paused);
        tick.Detail.ShouldNotBeNull().ShouldEndWith("decided when the pause ends");
    }

    private static string[] Page(
        JobRecord? job, string now, TickRecord[] recorded, string from = "08:00", string to = "12:00", int limit = 100) =>
        [.. Merge(job, now, recorded, from, to, limit).Select(Told)];

    private static IReadOnlyList<LedgerTick> Merge(
        JobRecord? job, string now, TickRecord[] recorded, string from, string to, int limit) =>
        LedgerPages.Merge(job, recorded, [], Clock(from), Clock(to), Clock(now), limit);

    private static TickRecord Ran(string due, RunState state = RunState.Succeeded) => new(Some.Run(due, state), null, null);

    private static TickRecord Skipped(string first, string last, long count) =>
        new(null, new SkippedTicks(Clock(first), Clock(last), count, SkipReason.Misfire, null), null);

    private static string Told(LedgerTick tick)
    {
        var span = tick.Through is { } through ? $"-{PlanText.Of(through)} x{tick.Count}" : "";
        var word = tick.Outcome == "run" ? tick.State.ToString() : tick.Reason.ToString();
        return $"{PlanText.Of(tick.Due)}{span} {tick.Outcome} {word}".TrimEnd().ToLowerInvariant();
    }
}
