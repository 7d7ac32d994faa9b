using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class DependencyConformance<TFixture> : DependencySteps<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task The_end_of_a_run_makes_the_run_of_the_job_that_follows_for_the_same_tick()
    {
        await Create("extract");
        await Follow("load", "extract");
        await EndTick("extract");
        var tick = (await Ticks("load")).ShouldHaveSingleItem();
        var run = tick.Run.ShouldNotBeNull();
        run.Trigger.ShouldBe(RunTrigger.Dependency);
        run.State.ShouldBe(RunState.Queued);
        run.Due.ShouldBe(Start);
        run.By.ShouldBe("extract");
        (await Get("load")).LastDue.ShouldBe(Start);
        (await Waiting("load")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_follows_before_the_end()
    {
        await Create("extract");
        await Follow("load", "extract");
        var run = await FireRun("extract");
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Retrying, Start);
        (await Outcomes("load")).ShouldBeEmpty();
        await End(run);
        (await Outcomes("load")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task A_chain_passes_the_tick_on()
    {
        await Create("extract");
        await Follow("load", "extract");
        await Follow("report", "load");
        await EndTick("extract");
        await End((await Ticks("load"))[0].Run!.Id);
        (await Ticks("report")).ShouldHaveSingleItem().Run.ShouldNotBeNull().Due.ShouldBe(Start);
    }

    [Fact]
    public async Task Several_jobs_may_follow_one()
    {
        await Create("extract");
        await Follow("load", "extract");
        await Follow("mail", "extract");
        await EndTick("extract");
        (await Outcomes("load")).ShouldBe(["12:00 run queued"]);
        (await Outcomes("mail")).ShouldBe(["12:00 run queued"]);
    }

    [Theory]
    [InlineData(RunState.Failed, "12:00 DependencyFailed: extract failed")]
    [InlineData(RunState.Dead, "12:00 DependencyFailed: extract failed for good")]
    [InlineData(RunState.Cancelled, "12:00 DependencyFailed: extract was cancelled")]
    public async Task A_run_that_did_not_succeed_leaves_a_recorded_skip(RunState state, string outcome)
    {
        await Create("extract");
        await Follow("load", "extract");
        await EndTick("extract", state);
        (await Outcomes("load")).ShouldBe([outcome]);
    }

    [Fact]
    public async Task A_skip_goes_down_the_chain()
    {
        await Create("extract");
        await Follow("load", "extract");
        await Follow("report", "load");
        await EndTick("extract", RunState.Failed);
        (await Outcomes("report")).ShouldBe(["12:00 DependencyFailed: load did not run: dependency-failed (extract failed)"]);
    }

    [Theory]
    [InlineData(DependencyRule.End, RunState.Dead, "12:00 run queued")]
    [InlineData(DependencyRule.End, RunState.Cancelled, "12:00 run queued")]
    [InlineData(DependencyRule.Failure, RunState.Failed, "12:00 run queued")]
    [InlineData(DependencyRule.Failure, RunState.Succeeded, "12:00 DependencyFailed: extract succeeded")]
    public async Task Which_end_counts_is_a_choice(DependencyRule on, RunState state, string outcome)
    {
        await Create("extract");
        await Follow(After("load", "extract") with { On = on });
        await EndTick("extract", state);
        (await Outcomes("load")).ShouldBe([outcome]);
    }

    [Fact]
    public async Task By_choice_an_unmet_tick_is_a_run_that_fails_at_once_and_goes_on_down_the_chain()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Unmet = UnmetRule.Fail });
        await Follow("report", "load");
        await EndTick("extract", RunState.Failed);
        var run = (await Ticks("load")).ShouldHaveSingleItem().Run.ShouldNotBeNull();
        run.State.ShouldBe(RunState.Failed);
        run.Attempt.ShouldBe(0);
        run.Error.ShouldNotBeNull().Type.ShouldBe("dependency-failed");
        run.Error.Message.ShouldBe("extract failed.");
        (await Outcomes("report")).ShouldBe(["12:00 DependencyFailed: load failed"]);
    }

    [Fact]
    public async Task By_choice_an_unmet_tick_waits_for_a_later_run_of_the_same_tick()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Unmet = UnmetRule.Wait });
        await EndTick("extract", RunState.Dead);
        (await Outcomes("load")).ShouldBeEmpty();
        var waiting = (await Waiting("load")).ShouldHaveSingleItem();
        waiting.Due.ShouldBe(Start);
        waiting.Known.ShouldHaveSingleItem().State.ShouldBe(RunState.Dead);

        await End(await Enqueue(Request("extract") with { Due = Start, Trigger = RunTrigger.Retry }));
        (await Outcomes("load")).ShouldBe(["12:00 run queued"]);
        (await Waiting("load")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tick_has_one_outcome_however_often_the_job_before_it_runs()
    {
        await Create("extract");
        await Follow("load", "extract");
        await EndTick("extract", RunState.Failed);
        await End(await Enqueue(Request("extract") with { Due = Start }));
        (await Outcomes("load")).ShouldBe(["12:00 DependencyFailed: extract failed"]);

        await EndTick("extract");
        await End((await Ticks("load"))[1].Run!.Id);
        await End(await Enqueue(Request("extract") with { Due = Start.AddMinutes(1) }));
        (await Outcomes("load")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_by_hand_is_followed_for_its_own_instant_and_a_dry_run_is_not()
    {
        await Create("extract");
        await Follow("load", "extract");
        await End(await Enqueue(Request("extract", dryRun: true)));
        (await Outcomes("load")).ShouldBeEmpty();
        await Advance(0.25);
        await End(await Enqueue(Request("extract")));
        (await Ticks("load")).ShouldHaveSingleItem().Run.ShouldNotBeNull().Due.ShouldBe(Start.AddSeconds(0.25));
    }

    [Fact]
    public async Task A_cancelled_run_that_waited_and_one_that_was_lost_have_ended_too()
    {
        await Create(Definition("extract", onWorkerLost: WorkerLostRule.Fail));
        await Follow("load", "extract");
        await Store.Runs.Cancel(await FireRun("extract"), "no", None);
        await Advance(60);
        await FireRun("extract");
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue();
        (await Outcomes("load")).ShouldBe(
            ["12:00 DependencyFailed: extract was cancelled", "12:01 DependencyFailed: extract failed"]);
    }

    [Fact]
    public async Task The_overlap_rule_holds()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Overlap = OverlapRule.Skip });
        await EndTick("extract");
        await EndTick("extract");
        var ticks = await Ticks("load");
        ticks[1].Skipped.ShouldNotBeNull().Reason.ShouldBe(SkipReason.Overlap);
        ticks[1].InTheWay.ShouldBe(ticks[0].Run!.Id);
    }

    [Fact]
    public async Task Runs_that_follow_stand_in_line_where_the_job_queues()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Overlap = OverlapRule.Queue });
        await EndTick("extract");
        await EndTick("extract");
        var ticks = await Ticks("load");
        ticks.Select(tick => tick.Run!.Blocked).ShouldBe([false, true]);
        await End(ticks[0].Run!.Id);
        (await Run(ticks[1].Run!.Id)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task The_newest_replaces_where_the_job_says_so()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Overlap = OverlapRule.Replace });
        await EndTick("extract");
        await EndTick("extract");
        (await Outcomes("load")).ShouldBe(["12:00 run cancelled", "12:01 run queued"]);
    }

    [Fact]
    public async Task An_open_breaker_holds_what_follows_too()
    {
        await Create("extract");
        await Follow(After("load", "extract") with { Breaker = new JobBreaker() });
        await Store.Breakers.Isolate("job:load", "repairs", "ana", None);
        await EndTick("extract");
        (await Ticks("load")).ShouldHaveSingleItem().Skipped.ShouldNotBeNull().Reason.ShouldBe(SkipReason.BreakerOpen);
    }

    [Fact]
    public async Task Who_follows_whom_can_be_read()
    {
        await Create("extract");
        await Create("rates");
        await Follow("load", "extract", "rates");
        await Follow("report", "load");
        (await Store.Queries.Dependencies("load", 1, None)).ShouldBe(
            [new("extract", "load"), new("rates", "load"), new("load", "report")], ignoreOrder: true);
        (await Store.Queries.Dependencies("report", 1, None)).ShouldBe([new("load", "report")]);
        (await Store.Queries.Dependencies("report", 2, None)).Count.ShouldBe(3);
        (await Store.Queries.Dependencies("nobody", 9, None)).ShouldBeEmpty();
    }
}
