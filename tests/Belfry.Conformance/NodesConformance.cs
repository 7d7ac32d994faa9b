using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class NodesConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task The_first_beat_makes_the_node_known()
    {
        var id = NewId();
        var reply = await Store.Nodes.Beat(new Heartbeat(id, "n1", "1.2", 8, ["a", "b"], false, Lease, []), None);
        reply.Accepted.ShouldBeTrue();
        reply.Now.ShouldBe(Start);
        var node = (await Store.Queries.Nodes(None)).ShouldHaveSingleItem();
        node.Id.ShouldBe(id);
        node.Name.ShouldBe("n1");
        node.Version.ShouldBe("1.2");
        node.Slots.ShouldBe(8);
        node.Queues.ShouldBe(["a", "b"]);
        node.State.ShouldBe("active");
        node.LeaseUntil.ShouldBe(Start + Lease);
    }

    [Fact]
    public async Task A_beat_extends_the_lease()
    {
        var node = await StartNode();
        await Advance(10);
        await Beat(node);
        var record = (await Store.Queries.Nodes(None)).ShouldHaveSingleItem();
        record.StartedAt.ShouldBe(Start);
        record.LastBeatAt.ShouldBe(Start.AddSeconds(10));
        record.LeaseUntil.ShouldBe(Start.AddSeconds(10) + Lease);
    }

    [Fact]
    public async Task A_late_beat_is_accepted_while_nobody_has_fenced_the_node()
    {
        var node = await StartNode();
        await Advance(60);
        (await Beat(node)).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fenced_node_stays_fenced()
    {
        var node = await StartNode();
        await LetLeaseEnd();
        (await Rescue()).FencedNodes.ShouldBe([node]);
        (await Beat(node)).Accepted.ShouldBeFalse();
        (await Beat(node)).Accepted.ShouldBeFalse();
        (await Store.Queries.Nodes(None)).ShouldHaveSingleItem().State.ShouldBe("fenced");
    }

    [Fact]
    public async Task A_run_its_node_does_not_list_is_released_after_ten_seconds()
    {
        await Create();
        var id = await FireRun();
        var node = await StartNode();
        var claimed = await ClaimOne(node);
        await Advance(10);
        (await Beat(node)).Released.ShouldBe(0);
        await Advance(1);
        (await Beat(node)).Released.ShouldBe(1);
        var run = await Run(id);
        run.State.ShouldBe(RunState.Queued);
        run.Attempt.ShouldBe(0);
        run.LostCount.ShouldBe(0);
        (await Finish(claimed, node)).ShouldBe(FinishStatus.Fenced);
    }

    [Fact]
    public async Task A_run_its_node_lists_is_not_released()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Advance(11);
        var reply = await Beat(node, [new HeldRun(run.Id, run.Token)]);
        reply.Released.ShouldBe(0);
        reply.Lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_released_run_that_was_asked_to_end_is_cancelled()
    {
        await Create(overlap: OverlapRule.Queue);
        var id = await FireRun();
        var next = await FireRun();
        var node = await StartNode();
        await ClaimOne(node);
        await Store.Runs.Cancel(id, "enough", None);
        await Advance(11);
        (await Beat(node)).Released.ShouldBe(1);
        (await StateOf(id)).ShouldBe(RunState.Cancelled);
        (await Run(next)).Blocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_listed_run_that_somebody_else_holds_is_lost()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish(run, node, RunState.Queued);
        var other = await StartNode();
        await ClaimOne(other);
        (await Beat(node, [new HeldRun(run.Id, run.Token)])).Lost.ShouldBe([run.Id]);
    }

    [Fact]
    public async Task A_listed_run_whose_end_is_written_is_not_lost()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish(run, node);
        (await Beat(node, [new HeldRun(run.Id, run.Token)])).Lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_leaves_gives_its_runs_back_at_once()
    {
        await Create();
        var id = await FireRun();
        var node = await StartNode();
        await ClaimOne(node);
        await Store.Nodes.Leave(node, None);
        (await StateOf(id)).ShouldBe(RunState.Queued);
        (await Beat(node)).Accepted.ShouldBeFalse();
        (await Store.Queries.Nodes(None)).ShouldHaveSingleItem().State.ShouldBe("left");
    }

    [Fact]
    public async Task A_node_that_leaves_ends_runs_that_may_start_once_only()
    {
        await Create(Definition(onWorkerLost: WorkerLostRule.Fail));
        var id = await FireRun();
        var node = await StartNode();
        await ClaimOne(node);
        await Store.Nodes.Leave(node, None);
        (await StateOf(id)).ShouldBe(RunState.Failed);
    }

    [Fact]
    public async Task Nodes_show_what_they_do()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        await ClaimOne(node);
        await Store.Nodes.Beat(new Heartbeat(node, "node", "1.0", 4, null, true, Lease, []), None);
        var record = (await Store.Queries.Nodes(None)).ShouldHaveSingleItem();
        record.State.ShouldBe("draining");
        record.Running.ShouldBe(1);
        record.Queues.ShouldBeNull();
        await Advance(16);
        (await Store.Queries.Nodes(None)).ShouldHaveSingleItem().State.ShouldBe("late");
    }
}
