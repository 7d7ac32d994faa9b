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
    public async Task A_beat_tells_people_about_the_process()
    {
        var process = new ProcessIdentity("boot:pid", 4711, 123_456_789_012);
        var clock = new ClockReport(TimeSpan.FromMilliseconds(-250), 2, 1) { Trusted = false };
        await Store.Nodes.Beat(Heartbeat(NewId()) with { Handlers = ["a", "b"], Process = process, Clock = clock }, None);
        var node = (await Store.Queries.Nodes(None)).ShouldHaveSingleItem();
        node.Handlers.ShouldBe(["a", "b"]);
        node.Process.ShouldBe(process);
        node.Clock.ShouldBe(clock);
        node.State.ShouldBe("untrusted");
    }

    [Fact]
    public async Task The_first_stated_environment_is_the_stores()
    {
        (await Store.Nodes.Environment(None)).ShouldBeNull();
        (await Beat(NewId(), environment: null)).Environment.ShouldBeNull();
        (await Beat(NewId(), environment: "production")).Environment.ShouldBe("production");
        (await Beat(NewId(), environment: "staging")).Environment.ShouldBe("production");
        (await Store.Nodes.Environment(None)).ShouldBe("production");
    }

    [Theory]
    [InlineData("production", false)]
    [InlineData("staging", true)]
    [InlineData(null, true)]
    public async Task Only_a_node_of_the_stores_environment_may_claim(string? stated, bool guarded)
    {
        await Store.Nodes.SetEnvironment("production", None);
        await Create();
        await Fire();
        var node = NewId();
        (await Beat(node, environment: stated)).Accepted.ShouldBeTrue();
        var reply = await TryClaim(node);
        reply.Guarded.ShouldBe(guarded);
        reply.Fenced.ShouldBeFalse();
        reply.Runs.Count.ShouldBe(guarded ? 0 : 1);
        (await Store.Queries.Nodes(None)).ShouldHaveSingleItem().State.ShouldBe(guarded ? "guarded" : "active");
    }

    [Fact]
    public async Task A_changed_environment_holds_for_the_next_claim()
    {
        await Create();
        await Fire();
        var node = NewId();
        await Beat(node, environment: "staging");
        await Store.Nodes.SetEnvironment("production", None);
        (await TryClaim(node)).Guarded.ShouldBeTrue();
        await Store.Nodes.SetEnvironment(null, None);
        (await TryClaim(node)).Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_was_asked_to_drain_claims_nothing_until_it_may_go_on()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        (await Store.Nodes.Drain(node, on: true, None)).ShouldBeTrue();
        var reply = await TryClaim(node);
        reply.Runs.ShouldBeEmpty();
        reply.Fenced.ShouldBeFalse();
        (await Beat(node)).Drain.ShouldBeTrue();
        (await Store.Queries.Nodes(None)).ShouldHaveSingleItem().State.ShouldBe("draining");
        (await Store.Nodes.Drain(node, on: false, None)).ShouldBeTrue();
        (await Beat(node)).Drain.ShouldBeFalse();
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_is_gone_cannot_be_asked_to_drain()
    {
        (await Store.Nodes.Drain(NewId(), on: true, None)).ShouldBeFalse();
        var node = await StartNode();
        await Store.Nodes.Leave(node, None);
        (await Store.Nodes.Drain(node, on: true, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Neighbours_are_the_living_nodes_of_a_host()
    {
        var (here, there, gone, silent) = (NewId(), NewId(), NewId(), NewId());
        await Beat(here, process: new ProcessIdentity("host-1", 10, 100));
        await Beat(there, process: new ProcessIdentity("host-2", 10, 100));
        await Beat(gone, process: new ProcessIdentity("host-1", 11, 101));
        await Beat(silent);
        await Store.Nodes.Leave(gone, None);
        (await Store.Nodes.Neighbours("host-1", None)).ShouldBe([new Neighbour(here, new ProcessIdentity("host-1", 10, 100))]);
        (await Store.Nodes.Neighbours("host-3", None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_known_to_be_dead_is_fenced_with_most_of_its_lease_left()
    {
        await Create();
        var id = await FireRun();
        var (dead, alive) = (await StartNode(), await StartNode());
        var claimed = await ClaimOne(dead);
        var reply = await Store.Nodes.Rescue(Start.AddHours(-1), 3, [dead], None);
        reply.FencedNodes.ShouldBe([dead]);
        reply.Requeued.ShouldBe(1);
        (await Run(id)).LostCount.ShouldBe(1);
        (await Finish(claimed, dead)).ShouldBe(FinishStatus.Fenced);
        (await Beat(dead)).Accepted.ShouldBeFalse();
        (await Claim(alive)).Count.ShouldBe(1);
        (await Store.Nodes.Rescue(Start.AddHours(-1), 3, [dead], None)).FencedNodes.ShouldBeEmpty();
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
