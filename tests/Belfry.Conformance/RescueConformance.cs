using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class RescueConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_living_node_is_left_alone()
    {
        var run = await Running();
        await Fixture.Advance(Lease + TimeSpan.FromSeconds(1));
        var reply = await Rescue();
        reply.FencedNodes.ShouldBeEmpty();
        reply.Requeued.ShouldBe(0);
        (await StateOf(run.Id)).ShouldBe(RunState.Running);
    }

    [Fact]
    public async Task The_runs_of_a_dead_node_are_put_back()
    {
        var run = await Running();
        await LetLeaseEnd();
        var reply = await Rescue();
        reply.FencedNodes.Count.ShouldBe(1);
        reply.Requeued.ShouldBe(1);
        reply.Ended.ShouldBe(0);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Queued);
        record.LostCount.ShouldBe(1);
        record.Node.ShouldBeNull();
        var again = await ClaimOne(await StartNode());
        again.Attempt.ShouldBe(2);
        again.LostCount.ShouldBe(1);
        again.Token.ShouldBeGreaterThan(run.Token);
    }

    [Fact]
    public async Task A_second_rescue_finds_nothing()
    {
        await Running();
        await LetLeaseEnd();
        await Rescue();
        var reply = await Rescue();
        reply.FencedNodes.ShouldBeEmpty();
        reply.Requeued.ShouldBe(0);
        reply.Ended.ShouldBe(0);
    }

    [Fact]
    public async Task A_run_that_is_lost_too_often_is_dead()
    {
        await Create();
        var id = await FireRun();
        for (var i = 0; i < 3; i++)
        {
            await ClaimOne(await StartNode());
            await LetLeaseEnd();
            await Rescue(maxLost: 3);
        }

        var run = await Run(id);
        run.State.ShouldBe(RunState.Dead);
        run.LostCount.ShouldBe(3);
        run.Error.ShouldNotBeNull().Type.ShouldBe("worker-lost");
        var attempts = await Store.Queries.Attempts(id, None);
        attempts.Select(attempt => attempt.Outcome).ShouldBe(["lost", "lost", "lost"]);
    }

    [Fact]
    public async Task Of_runs_that_were_lost_twice_together_a_node_gets_one_at_a_time()
    {
        await LoseTwiceTogether(3);
        var fresh = await Enqueue();
        var (node, other) = (await StartNode(), await StartNode("other"));
        var claimed = await Claim(node);
        var suspect = claimed.Where(run => run.LostCount == 2).ShouldHaveSingleItem();
        if (!claimed.Any(run => run.Id == fresh))
        {
            (await ClaimBeside(node)).ShouldHaveSingleItem().Id.ShouldBe(fresh);
        }

        (await ClaimBeside(node)).ShouldBeEmpty();
        (await Claim(other)).ShouldHaveSingleItem().LostCount.ShouldBe(2);
        await Finish(suspect, node);
        (await Claim(node)).ShouldHaveSingleItem().LostCount.ShouldBe(2);
    }

    [Fact]
    public async Task Under_a_limit_too_a_node_gets_one_suspect_at_a_time()
    {
        await Store.Queues.Limit(new Limit(LimitScope.Queue, "default", new LimitPolicy(Running: 5)), None);
        await LoseTwiceTogether(3);
        var node = await StartNode();
        (await Claim(node)).ShouldHaveSingleItem();
        (await ClaimBeside(node)).ShouldBeEmpty();
        (await Claim(await StartNode("other"))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_run_that_kills_its_node_takes_no_innocent_one_to_the_dead_letters()
    {
        await LoseTwiceTogether(2);
        var poison = await ClaimOne(await StartNode());
        await LetLeaseEnd();
        (await Rescue()).Ended.ShouldBe(1);
        var node = await StartNode();
        var innocent = await ClaimOne(node);
        innocent.Id.ShouldNotBe(poison.Id);
        await Finish(innocent, node);
        (await StateOf(innocent.Id)).ShouldBe(RunState.Succeeded);
        (await StateOf(poison.Id)).ShouldBe(RunState.Dead);
    }

    [Fact]
    public async Task A_job_that_may_start_once_only_fails()
    {
        var run = await Running(onWorkerLost: WorkerLostRule.Fail);
        await LetLeaseEnd();
        (await Rescue()).Ended.ShouldBe(1);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Failed);
        record.Error.ShouldNotBeNull().Type.ShouldBe("worker-lost");
    }

    [Fact]
    public async Task A_lost_run_that_was_asked_to_end_is_cancelled()
    {
        var run = await Running();
        await Store.Runs.Cancel(run.Id, "enough", None);
        await LetLeaseEnd();
        (await Rescue()).Ended.ShouldBe(1);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Cancelled);
        record.Note.ShouldBe("enough");
    }

    [Fact]
    public async Task A_run_that_dies_lets_the_next_of_its_job_go()
    {
        await Create(overlap: OverlapRule.Queue);
        await Fire();
        var next = await FireRun();
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue(maxLost: 1);
        (await Run(next)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_put_back_keeps_its_place_in_the_jobs_line()
    {
        await Create(overlap: OverlapRule.Queue);
        var first = await FireRun();
        await Fire();
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue();
        await Advance(60);
        (await Claim(await StartNode())).ShouldHaveSingleItem().Id.ShouldBe(first);
    }

    [Fact]
    public async Task Lost_runs_show_in_the_statistics_when_they_end()
    {
        await Running();
        await LetLeaseEnd();
        await Rescue(maxLost: 1);
        var statistics = await Store.Queries.Statistics("job", Start.AddHours(-1), Start.AddHours(1), None);
        statistics.Buckets.ShouldHaveSingleItem().State.ShouldBe(RunState.Dead);
    }

    private async Task LoseTwiceTogether(int runs)
    {
        await Create();
        for (var i = 0; i < runs; i++)
        {
            await Enqueue();
        }

        for (var i = 0; i < 2; i++)
        {
            (await Claim(await StartNode())).Count.ShouldBe(runs);
            await LetLeaseEnd();
            (await Rescue()).Requeued.ShouldBe(runs);
        }
    }

    // As a node does that executes a suspect.
    private async Task<IReadOnlyList<ClaimedRun>> ClaimBeside(Guid node) =>
        (await Store.Runs.Claim(new ClaimRequest(node, 10, TimeSpan.Zero, [], null) { HoldsDoubtful = true }, None)).Runs;

    private async Task<ClaimedRun> Running(WorkerLostRule onWorkerLost = WorkerLostRule.Retry)
    {
        await Create(Definition(onWorkerLost: onWorkerLost));
        await Fire();
        return await ClaimOne(await StartNode());
    }
}
