using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class QueuesConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_paused_queue_is_not_claimed_from_and_its_ticks_still_become_runs()
    {
        await Create(Definition("a") with { Queue = "slow" });
        await Create(Definition("b"));
        await Pause("slow");
        var waits = await FireRun("a");
        var runs = await FireRun("b");
        var node = await StartNode();
        (await ClaimOne(node)).Id.ShouldBe(runs);
        (await StateOf(waits)).ShouldBe(RunState.Queued);
        (await Store.Queues.Resume("slow", None)).ShouldBeTrue();
        (await ClaimOne(node)).Id.ShouldBe(waits);
    }

    [Fact]
    public async Task A_pause_leaves_what_runs_alone()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Pause("default");
        (await Finish(run, node)).ShouldBe(FinishStatus.Accepted);
    }

    [Fact]
    public async Task Everything_can_be_paused_and_single_pauses_outlive_that()
    {
        await Create(Definition("a") with { Queue = "slow" });
        await Create(Definition("b"));
        await Fire("a");
        var free = await FireRun("b");
        await Pause("slow");
        await Pause(null);
        var node = await StartNode();
        (await Claim(node)).ShouldBeEmpty();
        (await Store.Queues.Resume(null, None)).ShouldBeTrue();
        (await ClaimOne(node)).Id.ShouldBe(free);
        (await Claim(node)).ShouldBeEmpty();
        (await Store.Queues.Pauses(None)).ShouldHaveSingleItem().Queue.ShouldBe("slow");
    }

    [Fact]
    public async Task A_pause_with_an_end_ends_by_itself_and_the_claim_says_when()
    {
        await Create();
        await Fire();
        await Pause("default", until: Start.AddSeconds(10));
        var node = await StartNode();
        var reply = await TryClaim(node, ahead: 0.5);
        reply.Runs.ShouldBeEmpty();
        reply.NextAvailableAt.ShouldBe(Start.AddSeconds(10.5));
        await Advance(10);
        (await Store.Queues.Pauses(None)).ShouldBeEmpty();
        (await Claim(node)).Count.ShouldBe(1);
        (await Store.Queues.Resume("default", None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_pause_replaces_the_first()
    {
        await Pause("slow", until: Start.AddSeconds(10));
        await Advance(1);
        await Store.Queues.Pause(new QueuePause("slow", "repairs", "ada", default, null), None);
        (await Store.Queues.Pauses(None)).ShouldBe([new QueuePause("slow", "repairs", "ada", Start.AddSeconds(1), null)]);
    }

    [Fact]
    public async Task Resuming_what_is_not_paused_says_so()
    {
        (await Store.Queues.Resume("slow", None)).ShouldBeFalse();
        (await Store.Queues.Resume(null, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_claim_of_one_run_obeys_the_pause_too()
    {
        await Create();
        var run = await FireRun();
        await Pause(null);
        var node = await StartNode();
        (await TryClaim(node, only: run)).Runs.ShouldBeEmpty();
        await Store.Queues.Resume(null, None);
        (await TryClaim(node, only: run)).Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_default_queue_is_always_listed()
    {
        var queue = (await Store.Queues.List(None)).ShouldHaveSingleItem();
        queue.ShouldBe(new QueueRecord("default", 0, 0, null, 0, null, null));
    }

    [Fact]
    public async Task The_list_counts_what_waits_and_runs_and_who_serves()
    {
        await Create(Definition("a") with { Queue = "slow" });
        for (var i = 0; i < 3; i++)
        {
            await Enqueue(Request("a"));
            await Advance(1);
        }

        await Enqueue(Request("a", availableAt: Start.AddHours(1)));
        var node = NewId();
        await Store.Nodes.Beat(Heartbeat(node) with { Queues = ["slow", "idle"] }, None);
        await StartNode();
        await Claim(node, 1);
        var queues = await Store.Queues.List(None);
        queues.Select(queue => queue.Name).ShouldBe(["default", "idle", "slow"]);
        queues.Select(queue => queue.Nodes).ShouldBe([1, 2, 2]);
        queues[2].ShouldBe(new QueueRecord("slow", 2, 1, Start.AddSeconds(1), 2, null, null));
    }

    [Fact]
    public async Task The_list_shows_limits_and_the_nearest_pause()
    {
        var limit = new Limit(LimitScope.Queue, "slow", new LimitPolicy(Running: 2));
        await Store.Queues.Limit(limit, None);
        await Pause("slow");
        await Pause(null);
        var queues = (await Store.Queues.List(None)).ToDictionary(queue => queue.Name);
        queues["slow"].Limit.ShouldBe(new LimitUse(limit, 0, null));
        queues["slow"].Pause.ShouldNotBeNull().Queue.ShouldBe("slow");
        queues["default"].Pause.ShouldNotBeNull().Queue.ShouldBeNull();
    }

    private ValueTask Pause(string? queue, DateTimeOffset? until = null) =>
        Store.Queues.Pause(new QueuePause(queue, "tests", "ada", default, until), None);
}
