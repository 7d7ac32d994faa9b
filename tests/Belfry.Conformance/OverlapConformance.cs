using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class OverlapConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Skip_records_the_tick_with_the_run_in_its_way()
    {
        await Create(overlap: OverlapRule.Skip);
        var first = await FireRun();
        (await Fire()).Status.ShouldBe(FiringStatus.Fired);
        var ticks = await Ticks();
        ticks.Count.ShouldBe(2);
        ticks[1].Run.ShouldBeNull();
        ticks[1].InTheWay.ShouldBe(first);
        var skipped = ticks[1].Skipped.ShouldNotBeNull();
        skipped.Reason.ShouldBe(SkipReason.Overlap);
        skipped.Detail.ShouldNotBeNullOrEmpty();
        (await Get()).LastDue.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    public async Task Skip_runs_the_next_tick_when_the_run_has_ended()
    {
        await Create(overlap: OverlapRule.Skip);
        await FireAndFinish();
        var second = await FireRun();
        (await Run(second)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_that_waits_for_its_retry_is_in_the_way()
    {
        await Create(overlap: OverlapRule.Skip);
        var run = await FireRun();
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Retrying, Start.AddHours(1));
        await Fire();
        (await Ticks())[1].InTheWay.ShouldBe(run);
    }

    [Fact]
    public async Task Ticks_caught_up_in_one_firing_take_turns()
    {
        var job = await Create(overlap: OverlapRule.Skip);
        var firing = Firing(job, Start, Start.AddMinutes(1), Start.AddMinutes(2));
        await Advance(120);
        await Store.Jobs.Fire([firing], None);
        (await Ticks()).ShouldAllBe(tick => tick.Run != null);
        var node = await StartNode();
        foreach (var run in firing.Runs)
        {
            var claimed = (await Claim(node)).ShouldHaveSingleItem();
            claimed.Id.ShouldBe(run.Id);
            await Finish(claimed, node);
        }
    }

    [Fact]
    public async Task Queue_keeps_the_order_of_ticks()
    {
        await Create(overlap: OverlapRule.Queue);
        Guid[] fired = [await FireRun(), await FireRun(), await FireRun()];
        await Advance(180);
        (await Run(fired[1])).Blocked.ShouldBeTrue();
        (await StateOf(fired[1])).ShouldBe(RunState.Queued);
        var node = await StartNode();
        foreach (var run in fired)
        {
            var claimed = (await Claim(node)).ShouldHaveSingleItem();
            claimed.Id.ShouldBe(run);
            await Finish(claimed, node, RunState.Failed);
        }
    }

    [Fact]
    public async Task Queue_keeps_a_thousand_waiting_and_records_the_rest()
    {
        var job = await Create(overlap: OverlapRule.Queue);
        var ticks = Enumerable.Range(0, 1_002).Select(i => Start.AddMinutes(i)).ToArray();
        await Fire();
        job = await Get();
        await Store.Jobs.Fire([Firing(job, ticks[1..])], None);
        var recorded = await Ticks();
        recorded.Count.ShouldBe(1_002);
        recorded.Count(tick => tick.Run is { Blocked: true }).ShouldBe(1_000);
        recorded[^1].Skipped.ShouldNotBeNull().Reason.ShouldBe(SkipReason.Overlap);
    }

    [Fact]
    public async Task Allow_lets_runs_execute_side_by_side()
    {
        await Create(overlap: OverlapRule.Allow);
        await Fire();
        await Fire();
        await Advance(60);
        (await Claim(await StartNode())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Replace_cancels_a_waiting_run_at_once()
    {
        await Create(overlap: OverlapRule.Replace);
        var first = await FireRun();
        var result = await Fire();
        result.Cancelled.ShouldBe([first]);
        var run = await Run(first);
        run.State.ShouldBe(RunState.Cancelled);
        run.Note.ShouldNotBeNull().ShouldContain("replaced");
        await Advance(60);
        (await ClaimOne(await StartNode())).Due.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    public async Task Replace_waits_until_the_running_run_has_ended()
    {
        await Create(overlap: OverlapRule.Replace);
        await Fire();
        var node = await StartNode();
        var first = await ClaimOne(node);
        await Advance(60);
        await Beat(node, [new HeldRun(first.Id, first.Token)]);
        (await Fire()).Cancelled.ShouldBe([first.Id]);
        (await Claim(node)).ShouldBeEmpty();
        (await Beat(node, [new HeldRun(first.Id, first.Token)])).Cancel.ShouldHaveSingleItem().Run.ShouldBe(first.Id);
        await Finish(first, node, RunState.Failed);
        (await StateOf(first.Id)).ShouldBe(RunState.Cancelled);
        (await ClaimOne(node)).Due.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    public async Task Replace_leaves_only_the_newest_tick_waiting()
    {
        await Create(overlap: OverlapRule.Replace);
        await Fire();
        var node = await StartNode();
        await ClaimOne(node);
        var second = await FireRun();
        var third = await FireRun();
        (await StateOf(second)).ShouldBe(RunState.Cancelled);
        (await Run(third)).Blocked.ShouldBeTrue();
    }

    [Theory]
    [InlineData(OverlapRule.Skip)]
    [InlineData(OverlapRule.Replace)]
    public async Task Ahead_of_its_instant_a_tick_that_would_skip_or_replace_is_postponed(OverlapRule rule)
    {
        await Create(overlap: rule);
        var run = await FireRun();
        var job = await Get();
        var result = (await Store.Jobs.Fire([Firing(job, job.NextDue!.Value) with { Ahead = true }], None))[0];
        result.Status.ShouldBe(FiringStatus.Postponed);
        (await Get()).NextDue.ShouldBe(job.NextDue);
        (await Ticks()).Count.ShouldBe(1);
        (await StateOf(run)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task Ahead_of_its_instant_a_tick_joins_the_queue()
    {
        await Create(overlap: OverlapRule.Queue);
        await Fire();
        var job = await Get();
        (await Store.Jobs.Fire([Firing(job, job.NextDue!.Value) with { Ahead = true }], None))[0].Status.ShouldBe(FiringStatus.Fired);
    }

    [Fact]
    public async Task Dry_runs_stand_in_nobodys_way()
    {
        await Create(overlap: OverlapRule.Skip);
        await Enqueue(Request(dryRun: true));
        var run = await FireRun();
        (await Run(run)).Blocked.ShouldBeFalse();
        (await Claim(await StartNode())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dry_run_waits_for_nobody()
    {
        await Create(overlap: OverlapRule.Skip);
        await Fire();
        var dry = await Enqueue(Request(dryRun: true));
        (await Run(dry)).Blocked.ShouldBeFalse();
    }

    [Theory]
    [InlineData(OverlapRule.Skip)]
    [InlineData(OverlapRule.Queue)]
    [InlineData(OverlapRule.Replace)]
    public async Task A_requested_run_waits_while_one_is_live(OverlapRule rule)
    {
        await Create(overlap: rule);
        await Fire();
        var requested = await Enqueue();
        (await Run(requested)).Blocked.ShouldBeTrue();
        var node = await StartNode();
        await Finish(await ClaimOne(node), node);
        (await ClaimOne(node)).Id.ShouldBe(requested);
    }

    [Fact]
    public async Task A_run_asked_for_a_later_instant_blocks_no_tick_before()
    {
        await Create(overlap: OverlapRule.Skip);
        await Enqueue(Request(availableAt: Start.AddDays(1)));
        var run = await FireRun();
        (await Run(run)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_asked_for_a_later_instant_waits_its_turn_when_it_comes()
    {
        await Create(overlap: OverlapRule.Skip);
        var later = await Enqueue(Request(availableAt: Start.AddSeconds(5)));
        await Fire();
        var node = await StartNode();
        var running = await ClaimOne(node);
        await Advance(5);
        (await Claim(node)).ShouldBeEmpty();
        (await Run(later)).Blocked.ShouldBeTrue();
        await Finish(running, node);
        (await ClaimOne(node)).Id.ShouldBe(later);
    }

    [Fact]
    public async Task Two_runs_asked_for_one_instant_take_turns()
    {
        await Create(overlap: OverlapRule.Skip);
        await Enqueue(Request(availableAt: Start.AddSeconds(5)));
        await Enqueue(Request(availableAt: Start.AddSeconds(5)));
        await Advance(5);
        var node = await StartNode();
        await Finish((await Claim(node)).ShouldHaveSingleItem(), node);
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_the_run_in_the_way_lets_the_next_go()
    {
        await Create(overlap: OverlapRule.Queue);
        var first = await FireRun();
        var second = await FireRun();
        (await Store.Runs.Cancel(first, "no", None)).ShouldBe(CancelStatus.Cancelled);
        (await Run(second)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_that_changes_counts_the_runs_made_under_the_old_one()
    {
        await Create(overlap: OverlapRule.Allow);
        await Fire();
        await Fire();
        var job = await Get();
        await Store.Jobs.Save(new JobChange(job, Definition(overlap: OverlapRule.Queue), job.NextDue, job.FireAt, null, []), None);
        var third = await FireRun();
        await Advance(120);
        var node = await StartNode();
        var both = await Claim(node);
        both.Count.ShouldBe(2);
        await Finish(both[0], node);
        (await Claim(node)).ShouldBeEmpty();
        await Finish(both[1], node);
        (await ClaimOne(node)).Id.ShouldBe(third);
    }
}
