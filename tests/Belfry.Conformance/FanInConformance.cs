using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class FanInConformance<TFixture> : DependencySteps<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_job_waits_for_all_that_it_follows()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        (await Outcomes("c")).ShouldBeEmpty();
        (await Waiting("c")).ShouldHaveSingleItem().Known.ShouldHaveSingleItem().Job.ShouldBe("a");
        var b = await FireRun("b");
        (await Outcomes("c")).ShouldBeEmpty();
        await End(b);
        (await Outcomes("c")).ShouldBe(["12:00 run queued"]);
        (await Waiting("c")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_fails_is_enough_to_give_up()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a", RunState.Failed);
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: a failed"]);
        await EndTick("b");
        (await Outcomes("c")).Count.ShouldBe(1);
        (await Waiting("c")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_fails_is_enough_to_run_on_failure()
    {
        await Create("a");
        await Create("b");
        await Follow(After("c", "a", "b") with { On = DependencyRule.Failure });
        await EndTick("a", RunState.Failed);
        (await Outcomes("c")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task One_that_has_no_tick_then_is_not_waited_for()
    {
        await Create("a");
        await Create(Definition("b") with { Schedule = "*/5 * * * *" });
        await Follow("c", "a", "b");
        await Create("b-of-tomorrow");
        await EndTick("a");
        (await Outcomes("c")).ShouldBeEmpty();
        await Advance(60);
        await EndTick("a");
        (await Outcomes("c")).ShouldBe(["12:01 DependencyFailed: b has no tick at 2026-03-01T12:01:00Z"]);
    }

    [Fact]
    public async Task One_that_only_runs_by_hand_is_not_waited_for()
    {
        await Create("a");
        await Follow(Definition("b") with { Schedule = "manual" });
        await Follow("c", "a", "b");
        await EndTick("a");
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: b has no tick at 2026-03-01T12:00:00Z"]);
    }

    [Fact]
    public async Task One_that_follows_others_itself_is_waited_for_while_its_tick_can_come()
    {
        await Create("a");
        await Create("x");
        await Follow("b", "x");
        await Follow("c", "a", "b");
        await EndTick("a");
        (await Outcomes("c")).ShouldBeEmpty();
        await EndTick("x");
        (await Outcomes("c")).ShouldBeEmpty();
        await End((await Ticks("b"))[0].Run!.Id);
        (await Outcomes("c")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task One_that_began_to_be_followed_after_its_end_counts_with_it()
    {
        await Create("a");
        await Create("b");
        await EndTick("a");
        await Follow("c", "a", "b");
        (await Outcomes("c")).ShouldBeEmpty();
        await EndTick("b");
        (await Outcomes("c")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task A_skip_of_one_is_a_skip_here_whatever_the_rule()
    {
        await Create("a");
        await Create("b");
        await Follow(After("c", "a", "b") with { On = DependencyRule.End });
        await EndTick("a");
        await SkipTicks("b");
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: b did not run: misfire (nobody was there)"]);
        (await Waiting("c")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_span_of_skips_is_a_span_here()
    {
        await Create("a");
        await Follow("c", "a");
        await Follow("d", "c");
        await SkipTicks("a", 5);
        (await Outcomes("c")).ShouldBe(["12:00-12:04 x5 DependencyFailed: a did not run: misfire (nobody was there)"]);
        (await Ticks("d")).ShouldHaveSingleItem().Skipped.ShouldNotBeNull().Count.ShouldBe(5);
        (await Get("c")).LastDue.ShouldBe(Start.AddMinutes(4));
    }

    [Fact]
    public async Task Spans_of_several_give_no_tick_two_outcomes()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("b", RunState.Failed);
        await SkipTicks("a", 5);
        await SkipTicks("b", 9);
        (await Outcomes("c")).ShouldBe(
        [
            "12:00 DependencyFailed: b failed",
            "12:01-12:04 x4 DependencyFailed: a did not run: misfire (nobody was there)",
            "12:05-12:09 x5 DependencyFailed: b did not run: misfire (nobody was there)",
        ]);
    }

    [Fact]
    public async Task A_span_settles_what_waits_in_it()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        (await Waiting("c")).Count.ShouldBe(1);
        await SkipTicks("b", 3);
        (await Waiting("c")).ShouldBeEmpty();
        await EndTick("a");
        (await Outcomes("c")).ShouldBe(["12:00-12:02 x3 DependencyFailed: b did not run: misfire (nobody was there)"]);
    }
}
