using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class FiringConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_firing_makes_the_run_and_moves_the_cursor()
    {
        await Create();
        var id = await FireRun();
        var run = await Run(id);
        run.State.ShouldBe(RunState.Queued);
        run.Trigger.ShouldBe(RunTrigger.Schedule);
        run.Due.ShouldBe(Start);
        run.MaxAttempts.ShouldBe(3);
        var job = await Get();
        job.NextDue.ShouldBe(Start.AddMinutes(1));
        job.FireAt.ShouldBe(Start.AddMinutes(1));
        job.LastDue.ShouldBe(Start);
        job.Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_firings_of_one_tick_the_second_is_lost()
    {
        var job = await Create();
        (await Store.Jobs.Fire([Firing(job, Start)], None))[0].Status.ShouldBe(FiringStatus.Fired);
        (await Store.Jobs.Fire([Firing(job, Start)], None))[0].Status.ShouldBe(FiringStatus.Lost);
        (await Ticks()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_firing_is_lost_when_the_job_was_edited_since_the_read()
    {
        var job = await Create();
        await Store.Jobs.Save(new JobChange(job, job.Definition, job.NextDue, null, null, []), None);
        (await Store.Jobs.Fire([Firing(job, Start)], None))[0].Status.ShouldBe(FiringStatus.Lost);
        (await Ticks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_firing_is_lost_when_the_job_was_deleted()
    {
        var job = await Create();
        await Store.Jobs.Delete(job, None);
        (await Store.Jobs.Fire([Firing(job, Start)], None))[0].Status.ShouldBe(FiringStatus.Lost);
    }

    [Fact]
    public async Task Firings_of_a_batch_answer_one_by_one_and_in_order()
    {
        var a = await Create("a");
        var b = await Create("b");
        await Fire("a");
        var results = await Store.Jobs.Fire([Firing(a, Start), Firing(b, Start)], None);
        results.Select(result => result.Status).ShouldBe([FiringStatus.Lost, FiringStatus.Fired]);
    }

    [Fact]
    public async Task Skips_are_recorded_with_the_firing()
    {
        var job = await Create();
        var skipped = new SkippedTicks(Start, Start.AddMinutes(9), 10, SkipReason.Misfire, "nobody was there");
        var firing = Firing(job, Start.AddMinutes(10)) with { Skips = [skipped] };
        await Store.Jobs.Fire([firing], None);
        var ticks = await Ticks();
        ticks.Count.ShouldBe(2);
        ticks[0].Skipped.ShouldBe(skipped);
        ticks[1].Run.ShouldNotBeNull().Due.ShouldBe(Start.AddMinutes(10));
        (await Get()).LastDue.ShouldBe(Start.AddMinutes(10));
    }

    [Fact]
    public async Task A_run_says_which_missed_ticks_it_stands_for()
    {
        var job = await Create();
        var firing = Firing(job, Start.AddMinutes(5)) with
        {
            Runs = [new TickRun(NewId(), Start.AddMinutes(5), Start.AddMinutes(5), 5, Start)],
        };
        await Store.Jobs.Fire([firing], None);
        var run = await Run(firing.Runs[0].Id);
        run.MissedCount.ShouldBe(5);
        run.FirstMissed.ShouldBe(Start);
        await Advance(300);
        var claimed = await ClaimOne(await StartNode());
        claimed.MissedCount.ShouldBe(5);
        claimed.FirstMissed.ShouldBe(Start);
    }

    [Fact]
    public async Task A_schedule_that_has_no_more_ticks_ends_the_cursor()
    {
        var job = await Create();
        await Store.Jobs.Fire([Firing(job, Start) with { NextDue = null, FireAt = null }], None);
        var read = await Get();
        read.NextDue.ShouldBeNull();
        read.LastDue.ShouldBe(Start);
        (await Store.Jobs.Due(TimeSpan.FromDays(365), 1, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_firing_ends_a_pause_that_is_over()
    {
        var job = await Create();
        var pause = new JobPause("why", "ana", Start, Start.AddMinutes(1), PausedTicks.Skip);
        var paused = await Store.Jobs.Save(new JobChange(job, job.Definition, job.NextDue, pause.Until, pause, []), None);
        var skipped = new SkippedTicks(Start, Start.AddMinutes(1), 2, SkipReason.Paused, null);
        var next = Start.AddMinutes(2);
        var firing = new Firing(paused.ShouldNotBeNull(), [], [skipped], next, next, null, Ahead: false);
        (await Store.Jobs.Fire([firing], None))[0].Status.ShouldBe(FiringStatus.Fired);
        var read = await Get();
        read.Pause.ShouldBeNull();
        read.FireAt.ShouldBe(next);
    }

    [Fact]
    public async Task A_run_with_jitter_waits_for_its_instant()
    {
        var job = await Create();
        var firing = Firing(job, Start) with { Runs = [new TickRun(NewId(), Start, Start.AddSeconds(30))] };
        await Store.Jobs.Fire([firing], None);
        (await StateOf(firing.Runs[0].Id)).ShouldBe(RunState.Scheduled);
        await Advance(30);
        (await StateOf(firing.Runs[0].Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task A_tick_fired_ahead_is_scheduled()
    {
        var job = await Create(Definition(overlap: OverlapRule.Skip));
        var due = Start.AddSeconds(1);
        var firing = Firing(job, due) with { Ahead = true };
        (await Store.Jobs.Fire([firing], None))[0].Status.ShouldBe(FiringStatus.Fired);
        (await StateOf(firing.Runs[0].Id)).ShouldBe(RunState.Scheduled);
    }

    [Fact]
    public async Task A_tick_that_stands_as_skipped_gets_no_run_from_a_job_made_again()
    {
        var job = await Create();
        var skipped = new SkippedTicks(Start, Start.AddMinutes(9), 10, SkipReason.Misfire, null);
        await Store.Jobs.Fire([Firing(job, Start.AddMinutes(10)) with { Runs = [], Skips = [skipped] }], None);
        await Store.Jobs.Delete(job, None);
        var again = await Create();
        await Store.Jobs.Fire([Firing(again, Start.AddMinutes(9), Start.AddMinutes(10))], None);
        var ticks = await Ticks();
        ticks.Count.ShouldBe(2);
        ticks[1].Run.ShouldNotBeNull().Due.ShouldBe(Start.AddMinutes(10));
    }

    [Fact]
    public async Task The_run_keeps_the_definition_of_its_tick()
    {
        await Create(Definition() with { Owner = "then" });
        await Fire();
        var job = await Get();
        await Store.Jobs.Save(new JobChange(job, Definition() with { Owner = "now" }, job.NextDue, null, null, []), None);
        (await ClaimOne(await StartNode())).Definition.Owner.ShouldBe("then");
    }
}
