using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>A breaker is one for all nodes and jobs that share it, however they claim and end.</summary>
public abstract class BreakersConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const double Recovery = 60;

    [Fact]
    public async Task It_comes_closed_with_the_job_and_goes_with_it()
    {
        var job = await Create(Guarded());
        var breaker = await Breaker();
        breaker.Mode.ShouldBe(BreakerMode.Closed);
        breaker.Policy.ShouldBe(new BreakerPolicy { Failures = 2, Recovery = Minute });
        breaker.State.Since.ShouldBe(Start);
        breaker.Jobs.ShouldBe(1);
        await Store.Jobs.Delete(await Get("job"), None);
        (await Store.Breakers.List(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_that_name_a_resource_share_its_breaker_and_the_last_one_saved_has_the_policy()
    {
        await Create(Guarded("a", resource: "fx"));
        await Create(Guarded("b", resource: "fx", failures: 7));
        await Create(Guarded("c"));
        var breakers = await Store.Breakers.List(None);
        breakers.Select(breaker => (breaker.Name, breaker.Jobs, breaker.Policy.Failures)).ShouldBe([("fx", 2, 7), ("job:c", 1, 2)]);
    }

    [Fact]
    public async Task Failures_in_a_row_open_it_for_every_node_and_job()
    {
        await Create(Guarded("a", resource: "fx"));
        await Create(Guarded("b", resource: "fx"));
        var (one, other) = (await StartNode(), await StartNode());
        await FailOne("a", one);
        await FailOne("b", other);
        (await Breaker("fx")).Mode.ShouldBe(BreakerMode.Open);
        (await Breaker("fx")).State.Cause.ShouldBe("2 failures in a row within 1m (It broke)");
        await Enqueue(Request("a"));
        await Enqueue(Request("b"));
        (await Claim(one)).ShouldBeEmpty();
        (await Claim(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_success_in_between_begins_the_count_anew()
    {
        await Create(Guarded());
        var node = await StartNode();
        await FailOne("job", node);
        (await Breaker()).State.Failures.ShouldBe([Start]);
        await EndOne("job", node, RunState.Succeeded);
        (await Breaker()).State.Failures.ShouldBeEmpty();
        await FailOne("job", node);
        (await Breaker()).Mode.ShouldBe(BreakerMode.Closed);
    }

    [Fact]
    public async Task Each_failed_attempt_counts_also_when_the_run_is_tried_again()
    {
        await Create(Guarded());
        var node = await StartNode();
        var run = await Enqueue(Request());
        await Finish(await ClaimOne(node), node, RunState.Retrying, await Now());
        await Finish(await ClaimOne(node), node, RunState.Retrying, await Now());
        (await Breaker()).Mode.ShouldBe(BreakerMode.Open);
        (await Claim(node)).ShouldBeEmpty();
        (await Run(run)).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Failures_count_when_many_end_in_one_batch()
    {
        await Create(Guarded(failures: 3));
        await Enqueue(Request());
        await Enqueue(Request());
        await Enqueue(Request());
        var node = await StartNode();
        var runs = await Claim(node);
        var ends = new List<AttemptEnd>();
        foreach (var run in runs)
        {
            ends.Add(await End(run, node, RunState.Failed));
        }

        (await Store.Runs.Finish(ends, None)).ShouldAllBe(status => status == FinishStatus.Accepted);
        (await Breaker()).Mode.ShouldBe(BreakerMode.Open);
    }

    [Fact]
    public async Task An_end_that_is_refused_or_repeated_counts_nothing()
    {
        await Create(Guarded());
        var node = await StartNode();
        await Enqueue(Request());
        var end = await End(await ClaimOne(node), node, RunState.Failed);
        (await Finish(end with { Token = end.Token - 1 })).ShouldBe(FinishStatus.Fenced);
        (await Finish(end)).ShouldBe(FinishStatus.Accepted);
        (await Finish(end)).ShouldBe(FinishStatus.Already);
        (await Breaker()).State.Failures.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(RunState.Cancelled)]
    [InlineData(RunState.Queued)]
    public async Task An_end_that_tells_nothing_about_the_target_counts_nothing(RunState state)
    {
        await Create(Guarded(failures: 1));
        var node = await StartNode();
        await EndOne("job", node, state);
        (await Breaker()).State.IsPristine.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_node_tells_nothing_about_the_target()
    {
        await Create(Guarded(failures: 1));
        await Enqueue(Request());
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue();
        (await Breaker()).State.IsPristine.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_of_a_run_that_somebody_cancelled_counts_nothing()
    {
        await Create(Guarded(failures: 1));
        var node = await StartNode();
        await Enqueue(Request());
        var run = await ClaimOne(node);
        await Store.Runs.Cancel(run.Id, "enough", None);
        await Finish(run, node, RunState.Failed);
        (await Breaker()).State.IsPristine.ShouldBeTrue();
    }

    [Fact]
    public async Task A_dry_run_is_under_no_breaker()
    {
        await Create(Guarded(failures: 1));
        var node = await StartNode();
        await Enqueue(Request(dryRun: true));
        await Finish(await ClaimOne(node), node, RunState.Failed);
        (await Breaker()).State.IsPristine.ShouldBeTrue();
        await Store.Breakers.Isolate("job:job", "moving", "ann", None);
        await Enqueue(Request(dryRun: true));
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_it_is_open_a_claim_says_when_to_ask_again()
    {
        await Create(Guarded());
        var node = await OpenIt();
        await Enqueue(Request());
        (await TryClaim(node, ahead: 0.5)).NextAvailableAt.ShouldBe(Start.AddSeconds(Recovery + 0.5));
    }

    [Fact]
    public async Task After_the_recovery_one_call_in_the_whole_cluster_is_on_trial_and_closes_it()
    {
        await Create(Guarded("a", resource: "fx"));
        await Create(Guarded("b", resource: "fx"));
        await OpenIt("a");
        await Enqueue(Request("a"));
        await Enqueue(Request("b"));
        await Advance(Recovery);
        var (one, other) = (await StartNode(), await StartNode());
        var trial = await ClaimOne(one);
        (await Breaker("fx")).Mode.ShouldBe(BreakerMode.HalfOpen);
        (await Breaker("fx")).Trials.ShouldBe(1);
        (await Claim(other)).ShouldBeEmpty();
        (await Claim(one)).ShouldBeEmpty();
        await Finish(trial, one);
        (await Breaker("fx")).Mode.ShouldBe(BreakerMode.Closed);
        (await Breaker("fx")).Trials.ShouldBe(0);
        (await Claim(other)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_claim_takes_no_more_than_the_trials_that_are_allowed()
    {
        await Create(Guarded(trials: 2));
        await OpenIt();
        await EnqueueMany(5);
        await Advance(Recovery);
        (await Claim(await StartNode())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_trial_opens_it_for_another_recovery()
    {
        await Create(Guarded());
        await OpenIt();
        await EnqueueMany(2);
        await Advance(Recovery);
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Failed);
        var breaker = await Breaker();
        breaker.Mode.ShouldBe(BreakerMode.Open);
        breaker.State.OpenedAt.ShouldBe(Start);
        breaker.TrialsFrom.ShouldBe(Start.AddSeconds(2 * Recovery));
        (await Claim(node)).ShouldBeEmpty();
        await Advance(Recovery - 1);
        (await Claim(await StartNode())).ShouldBeEmpty();
        await Advance(1);
        (await Claim(await StartNode())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_trial_whose_node_is_lost_is_followed_by_another_one()
    {
        await Create(Guarded());
        await OpenIt();
        await EnqueueMany(2);
        await Advance(Recovery);
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue();
        (await Breaker()).Trials.ShouldBe(0);
        (await Claim(await StartNode())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_began_before_it_opened_is_no_trial_and_says_nothing()
    {
        await Create(Guarded());
        await EnqueueMany(4);
        var node = await StartNode();
        var runs = await Claim(node, 4);
        await Finish(runs[0], node, RunState.Failed);
        await Finish(runs[1], node, RunState.Failed);
        await Finish(runs[2], node);
        (await Breaker()).Mode.ShouldBe(BreakerMode.Open);
        await Enqueue(Request());
        await Advance(Recovery);
        await Beat(node, [new HeldRun(runs[3].Id, runs[3].Token)]);
        var trial = await StartNode();
        (await Claim(trial)).Count.ShouldBe(1);
        await Finish(runs[3], node);
        (await Breaker()).Mode.ShouldBe(BreakerMode.HalfOpen);
    }

    [Fact]
    public async Task What_is_under_an_open_breaker_stands_in_nobodys_way()
    {
        await Create(Guarded() with { Priority = 10 });
        await Create("plain");
        await OpenIt();
        await EnqueueMany(5);
        var plain = await Enqueue(Request("plain"));
        (await Claim(await StartNode())).ShouldHaveSingleItem().Id.ShouldBe(plain);
    }

    [Fact]
    public async Task A_process_for_one_run_waits_for_the_breaker_too()
    {
        await Create(Guarded());
        var node = await OpenIt();
        var run = await Enqueue(Request());
        (await TryClaim(node, only: run)).Runs.ShouldBeEmpty();
        await Advance(Recovery);
        (await TryClaim(await StartNode(), only: run)).Runs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_breaker_and_a_limit_hold_together()
    {
        await Create(Guarded() with { Limit = new LimitPolicy(Running: 1) });
        await EnqueueMany(3);
        var node = await StartNode();
        (await Claim(node)).Count.ShouldBe(1);
        await Store.Breakers.Isolate("job:job", "moving", "ann", None);
        (await Claim(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ticks_that_come_due_while_it_is_open_are_recorded_so()
    {
        await Create(Guarded());
        await OpenIt();
        (await Fire()).Status.ShouldBe(FiringStatus.Fired);
        var skipped = (await Ticks()).ShouldHaveSingleItem().Skipped.ShouldNotBeNull();
        skipped.Reason.ShouldBe(SkipReason.BreakerOpen);
        skipped.Detail.ShouldBe(
            $"breaker job:job is open since {Durations.Instant(Start)} after 2 failures in a row within 1m (It broke); the next trial call may begin at {Durations.Instant(Start + Minute)}");
        (await Get()).NextDue.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    public async Task Ticks_that_come_due_while_it_is_half_open_become_runs()
    {
        await Create(Guarded());
        await OpenIt();
        await Advance(Recovery);
        await FireRun();
        (await Claim(await StartNode())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ticks_wait_where_the_job_says_so()
    {
        await Create(Guarded(whileOpen: WhileOpen.Wait));
        var node = await OpenIt();
        var run = await FireRun();
        (await Claim(node)).ShouldBeEmpty();
        (await StateOf(run)).ShouldBe(RunState.Queued);
        await Advance(Recovery);
        (await ClaimOne(await StartNode())).Id.ShouldBe(run);
    }

    [Fact]
    public async Task Ahead_of_its_instant_no_tick_is_recorded_as_skipped()
    {
        var job = await Create(Guarded());
        await OpenIt();
        var ahead = Firing(job, Start) with { Ahead = true };
        (await Store.Jobs.Fire([ahead], None))[0].Status.ShouldBe(FiringStatus.Postponed);
        (await Ticks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_closes_it_at_once()
    {
        await Create(Guarded());
        var node = await OpenIt();
        await EnqueueMany(3);
        var breaker = (await Store.Breakers.Reset("job:job", "mended", "ann", None)).ShouldNotBeNull();
        breaker.Mode.ShouldBe(BreakerMode.Closed);
        breaker.State.By.ShouldBe("ann");
        breaker.State.Cause.ShouldBe("mended");
        (await Claim(node)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Isolated_it_lets_nothing_through_until_it_is_reset()
    {
        await Create(Guarded());
        var node = await StartNode();
        await EnqueueMany(2);
        var running = await Claim(node, 1);
        await Store.Breakers.Isolate("job:job", "the provider is moving", "ann", None);
        (await TryClaim(node)).NextAvailableAt.ShouldBeNull();
        await Finish(running[0], node);
        await Advance(10 * Recovery);
        node = await StartNode();
        (await Claim(node)).ShouldBeEmpty();
        (await Breaker()).Sentence.ShouldContain("isolated by ann");
        await Store.Breakers.Reset("job:job", "moved", "ann", None);
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_somebody_isolated_stays_so_when_its_jobs_come_and_go()
    {
        var job = await Create(Guarded(resource: "fx"));
        await Store.Breakers.Isolate("fx", "moving", "ann", None);
        await Store.Jobs.Delete(await Get("job"), None);
        await Create(Guarded("again", resource: "fx"));
        (await Breaker("fx")).State.Isolated.ShouldBeTrue();
    }

    [Fact]
    public async Task Once_reset_a_breaker_without_jobs_is_forgotten()
    {
        var job = await Create(Guarded(resource: "fx"));
        await Store.Breakers.Isolate("fx", "moving", "ann", None);
        await Store.Jobs.Delete(await Get("job"), None);
        (await Store.Breakers.Reset("fx", "moved", "ann", None)).ShouldNotBeNull().Mode.ShouldBe(BreakerMode.Closed);
        (await Store.Breakers.List(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_breaker_that_nobody_has_there_is_nothing_to_reset_or_isolate()
    {
        (await Store.Breakers.Get("nobody", None)).ShouldBeNull();
        (await Store.Breakers.Reset("nobody", "r", "ann", None)).ShouldBeNull();
        (await Store.Breakers.Isolate("nobody", "r", "ann", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_new_policy_is_no_reset()
    {
        await Create(Guarded());
        await OpenIt();
        await Edit(job => job with { Breaker = job.Breaker! with { Policy = new BreakerPolicy { Failures = 9, Recovery = 2 * Minute } } });
        var breaker = await Breaker();
        breaker.Mode.ShouldBe(BreakerMode.Open);
        breaker.TrialsFrom.ShouldBe(Start + 2 * Minute);
    }

    [Fact]
    public async Task A_job_that_leaves_its_breaker_takes_what_waits_along()
    {
        await Create(Guarded());
        var node = await OpenIt();
        await EnqueueMany(2);
        await Edit(job => job with { Breaker = null });
        (await Claim(node)).Count.ShouldBe(2);
        (await Store.Breakers.List(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_comes_under_a_breaker_brings_what_waits_along()
    {
        await Create(Guarded("broken", resource: "fx"));
        var node = await OpenIt("broken");
        await Create();
        await EnqueueMany(2);
        await Edit(job => job with { Breaker = new JobBreaker { Resource = "fx" } });
        (await Claim(node)).ShouldBeEmpty();
    }

    private static JobDefinition Guarded(
        string name = "job", int failures = 2, int trials = 1, string? resource = null, WhileOpen whileOpen = WhileOpen.Skip) =>
        Definition(name) with
        {
            Breaker = new JobBreaker
            {
                Policy = new BreakerPolicy { Failures = failures, Recovery = Minute, Trials = trials },
                Resource = resource,
                WhileOpen = whileOpen,
            },
        };

    private async Task<BreakerRecord> Breaker(string name = "job:job") => (await Store.Breakers.Get(name, None)).ShouldNotBeNull();

    /// <summary>Lets two attempts fail, and answers the node they ran on.</summary>
    private async Task<Guid> OpenIt(string job = "job")
    {
        var node = await StartNode();
        await FailOne(job, node);
        await FailOne(job, node);
        return node;
    }

    private Task FailOne(string job, Guid node) => EndOne(job, node, RunState.Failed);

    private async Task EndOne(string job, Guid node, RunState state)
    {
        var run = await Enqueue(Request(job));
        var claimed = (await TryClaim(node, only: run)).Runs.ShouldHaveSingleItem();
        (await Finish(claimed, node, state)).ShouldBe(FinishStatus.Accepted);
    }

    private async Task EnqueueMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Enqueue(Request());
        }
    }

    private async Task Edit(Func<JobDefinition, JobDefinition> change)
    {
        var job = await Get();
        (await Store.Jobs.Save(new JobChange(job, change(job.Definition), job.NextDue, job.FireAt, null, []), None)).ShouldNotBeNull();
    }
}
