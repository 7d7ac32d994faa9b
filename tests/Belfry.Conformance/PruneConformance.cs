using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class PruneConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly RetentionPolicy Policy = new()
    {
        SucceededAge = TimeSpan.FromDays(7),
        SucceededCount = 1_000,
        FailedAge = TimeSpan.FromDays(30),
        FailedCount = 1_000,
    };

    [Fact]
    public async Task Old_successes_go_before_old_failures()
    {
        await Create();
        var succeeded = await FireAndFinish();
        await Advance(60);
        var failed = await FireAndFinish(RunState.Failed);
        await Advance(TimeSpan.FromDays(8).TotalSeconds);
        await Prune(Policy);
        (await Find(succeeded)).ShouldBeNull();
        (await Find(failed)).ShouldNotBeNull();
        await Advance(TimeSpan.FromDays(30).TotalSeconds);
        await Prune(Policy);
        (await Find(failed)).ShouldBeNull();
    }

    [Fact]
    public async Task A_lock_that_nobody_used_for_a_month_is_forgotten_and_a_held_one_is_not()
    {
        var held = (await Store.Locks.TryAcquire("held", "ana", TimeSpan.FromDays(30), None)).ShouldNotBeNull();
        var stale = (await Store.Locks.TryAcquire("stale", "ana", TimeSpan.FromSeconds(1), None)).ShouldNotBeNull();
        var free = (await Store.Locks.TryAcquire("free", "ana", Lease, None)).ShouldNotBeNull();
        await Store.Locks.Release(free.Name, free.Token, None);
        await Advance(TimeSpan.FromDays(29).TotalSeconds);
        await Prune(Policy);
        (await Store.Locks.Statistics(null, 10, None)).Count.ShouldBe(3);
        (await Store.Locks.Renew(held.Name, held.Token, TimeSpan.FromDays(30), None)).ShouldNotBeNull();
        await Advance(TimeSpan.FromDays(2).TotalSeconds);
        await Prune(Policy);
        (await Store.Locks.Statistics(null, 10, None)).ShouldHaveSingleItem().Name.ShouldBe("held");
        (await Store.Locks.Find(stale.Name, None)).ShouldBeNull();
        (await Store.Locks.Find(held.Name, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_newest_of_each_job_are_kept()
    {
        await Create();
        await Create("other");
        var other = await FireAndFinish(job: "other");
        var runs = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            await Advance(60);
            runs.Add(await FireAndFinish());
        }

        await Prune(Policy with { SucceededCount = 2 });
        (await Find(runs[2])).ShouldBeNull();
        (await Find(runs[3])).ShouldNotBeNull();
        (await Find(runs[4])).ShouldNotBeNull();
        (await Find(other)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_slice_deletes_no_more_than_its_limit()
    {
        await Create();
        for (var i = 0; i < 5; i++)
        {
            await Advance(60);
            await FireAndFinish();
        }

        var nothing = Policy with { SucceededCount = 0 };
        (await Store.Runs.Prune(nothing, 2, None)).ShouldBe(2);
        (await Store.Runs.Prune(nothing, 2, None)).ShouldBe(2);
        (await Store.Runs.Prune(nothing, 2, None)).ShouldBe(1);
        (await Store.Runs.Prune(nothing, 2, None)).ShouldBe(0);
    }

    [Fact]
    public async Task Live_runs_are_never_pruned()
    {
        await Create();
        var run = await FireRun();
        await Advance(TimeSpan.FromDays(400).TotalSeconds);
        await Prune(Policy with { SucceededCount = 0, FailedCount = 0 });
        (await Find(run)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_ledger_begins_after_the_newest_pruned_tick()
    {
        await Create();
        await FireAndFinish();
        await Advance(60);
        await FireAndFinish();
        (await Get()).LedgerFrom.ShouldBeNull();
        await Prune(Policy with { SucceededCount = 1 });
        var from = (await Get()).LedgerFrom.ShouldNotBeNull();
        from.ShouldBeGreaterThan(Start);
        from.ShouldBeLessThan(Start.AddMinutes(1));
    }

    [Fact]
    public async Task A_pruned_tick_does_not_come_back()
    {
        var job = await Create();
        await FireAndFinish();
        await Prune(Policy with { SucceededCount = 0 });
        (await Ticks()).ShouldBeEmpty();
        (await Store.Jobs.Fire([Firing(job, Start)], None))[0].Status.ShouldBe(FiringStatus.Lost);
        await Store.Jobs.Fire([Firing(await Get(), Start)], None);
        (await Ticks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_comes_again_after_its_run_was_pruned_makes_no_second_one()
    {
        await Create();
        var request = Request();
        await Enqueue(request);
        await FinishOne();
        await Prune(Policy with { SucceededCount = 0 });
        (await Find(request.Id)).ShouldBeNull();
        (await Store.Runs.Enqueue([request], None))[0].ShouldBe(new EnqueueResult(request.Id, Inserted: false));
        await Advance(TimeSpan.FromHours(23).TotalSeconds);
        await Prune(Policy);
        (await Store.Runs.Enqueue([request], None))[0].ShouldBe(new EnqueueResult(request.Id, Inserted: false));
    }

    [Fact]
    public async Task The_id_of_a_pruned_request_is_forgotten_a_day_after_its_end()
    {
        await Create();
        var request = Request();
        await Enqueue(request);
        await FinishOne();
        await Prune(Policy with { SucceededCount = 0 });
        await Advance(TimeSpan.FromHours(25).TotalSeconds);
        await Prune(Policy);
        (await Store.Runs.Enqueue([request], None))[0].ShouldBe(new EnqueueResult(request.Id, Inserted: true));
    }

    [Fact]
    public async Task A_short_age_of_finished_runs_forgets_no_request_before_its_time()
    {
        await Create();
        var request = Request();
        await Enqueue(request);
        await FinishOne();
        await Advance(TimeSpan.FromHours(23).TotalSeconds);
        await Prune(Policy with { SucceededAge = TimeSpan.FromMinutes(1) });
        (await Store.Runs.Enqueue([request], None))[0].ShouldBe(new EnqueueResult(request.Id, Inserted: false));
    }

    [Fact]
    public async Task Old_skips_are_pruned_and_move_the_ledger()
    {
        var job = await Create();
        var skipped = new SkippedTicks(Start, Start.AddMinutes(9), 10, SkipReason.Misfire, null);
        await Store.Jobs.Fire([Firing(job, Start.AddMinutes(10)) with { Skips = [skipped] }], None);
        await Advance(TimeSpan.FromDays(31).TotalSeconds);
        await Prune(Policy);
        (await Ticks()).ShouldHaveSingleItem().Run.ShouldNotBeNull();
        (await Get()).LedgerFrom.ShouldNotBeNull().ShouldBeGreaterThan(Start.AddMinutes(9));
    }

    [Fact]
    public async Task Output_may_go_before_its_run()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish((await End(run, node, RunState.Failed)) with { Output = new OutputChunk(0, new byte[10], 10, 0) });
        await Advance(TimeSpan.FromDays(2).TotalSeconds);
        await Prune(Policy with { LogAge = TimeSpan.FromDays(1) });
        (await Find(run.Id)).ShouldNotBeNull();
        (await Store.Queries.Output(run.Id, null, 0, 10, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Attempts_and_output_go_with_their_run()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish((await End(run, node, RunState.Retrying, Start)) with { Output = new OutputChunk(0, new byte[10], 10, 0) });
        await Finish(await ClaimOne(node), node, RunState.Failed);
        await Prune(Policy with { FailedCount = 0 });
        (await Store.Queries.Attempts(run.Id, None)).ShouldBeEmpty();
        (await Store.Queries.Output(run.Id, null, 0, 10, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Statistics_outlive_the_runs_and_then_go()
    {
        await Create();
        await FireAndFinish();
        await Prune(Policy with { SucceededCount = 0 });
        (await Statistics()).Buckets.Count.ShouldBe(1);
        await Advance(TimeSpan.FromDays(91).TotalSeconds);
        await Prune(Policy);
        (await Statistics()).Buckets.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_definition_of_a_live_run_is_kept()
    {
        await Create(Definition() with { Owner = "then" });
        await Fire();
        var job = await Get();
        await Store.Jobs.Save(new JobChange(job, Definition(), job.NextDue, null, null, []), None);
        await Store.Jobs.Delete(await Get(), None);
        await Prune(Policy);
        (await ClaimOne(await StartNode())).Definition.Owner.ShouldBe("then");
    }

    private async Task Prune(RetentionPolicy policy)
    {
        while (await Store.Runs.Prune(policy, 100, None) == 100)
        {
        }
    }

    private async Task FinishOne()
    {
        var node = await StartNode();
        (await Finish(await ClaimOne(node), node)).ShouldBe(FinishStatus.Accepted);
    }

    private async Task<RunRecord?> Find(Guid run) => await Store.Queries.Run(run.ToString("N"), None);

    private async Task<RunStatistics> Statistics() =>
        await Store.Queries.Statistics("job", Start.AddDays(-1), Start.AddDays(1), None);
}
