using Belfry.Jobs;
using Belfry.Runs;

namespace Belfry.Conformance;

public abstract class ClaimConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_claim_starts_the_first_attempt()
    {
        await Create();
        var id = await FireRun();
        var node = await StartNode("n1");
        var claimed = await ClaimOne(node);
        claimed.Id.ShouldBe(id);
        claimed.Attempt.ShouldBe(1);
        claimed.LostCount.ShouldBe(0);
        claimed.Due.ShouldBe(Start);
        claimed.Trigger.ShouldBe(RunTrigger.Schedule);
        claimed.Definition.Name.ShouldBe("job");
        var run = await Run(id);
        run.State.ShouldBe(RunState.Running);
        run.Node.ShouldBe("n1");
        run.Token.ShouldBe(claimed.Token);
        run.StartedAt.ShouldBe(Start);
    }

    [Fact]
    public async Task A_run_is_claimed_once()
    {
        await Create();
        await Fire();
        await ClaimOne(await StartNode());
        (await Claim(await StartNode())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claim_of_one_run_takes_no_other()
    {
        await Create();
        await Enqueue();
        var wanted = await Enqueue();
        var node = await StartNode();
        (await TryClaim(node, only: wanted)).Runs.ShouldHaveSingleItem().Id.ShouldBe(wanted);
        (await TryClaim(node, only: wanted)).Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_only_grow()
    {
        await Create();
        var node = await StartNode();
        var last = 0L;
        for (var i = 0; i < 3; i++)
        {
            await Enqueue();
            await Enqueue();
            foreach (var run in await Claim(node))
            {
                run.Token.ShouldBeGreaterThan(last);
                last = run.Token;
            }

            var lease = await Store.Locks.TryAcquire($"lock{i}", "me", TimeSpan.FromSeconds(1), None);
            lease.ShouldNotBeNull().Token.ShouldBeGreaterThan(last);
            last = lease.Token;
        }
    }

    [Fact]
    public async Task An_unknown_node_gets_nothing()
    {
        await Create();
        await Fire();
        var reply = await TryClaim(NewId());
        reply.Fenced.ShouldBeTrue();
        reply.Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_whose_lease_has_ended_gets_nothing()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        await Fixture.Advance(Lease);
        (await TryClaim(node)).Fenced.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fenced_node_gets_nothing()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        await LetLeaseEnd();
        await Rescue();
        (await TryClaim(node)).Fenced.ShouldBeTrue();
    }

    [Fact]
    public async Task The_limit_holds()
    {
        await Create();
        for (var i = 0; i < 5; i++)
        {
            await Enqueue();
        }

        var node = await StartNode();
        (await Claim(node, 3)).Count.ShouldBe(3);
        (await Claim(node, 3)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Higher_priority_goes_first_then_older()
    {
        await Create(Definition("low") with { Priority = -10 });
        await Create(Definition("high") with { Priority = 10 });
        await Create("normal");
        var low = await Enqueue(Request("low"));
        await Advance(1);
        var older = await Enqueue(Request("normal"));
        await Advance(1);
        var newer = await Enqueue(Request("normal"));
        await Advance(1);
        var high = await Enqueue(Request("high"));
        (await Claim(await StartNode())).Select(run => run.Id).ShouldBe([high, older, newer, low]);
    }

    [Fact]
    public async Task Queues_share_one_order()
    {
        await Create(Definition("a") with { Queue = "qa" });
        await Create(Definition("b") with { Queue = "qb" });
        var expected = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            expected.Add(await Enqueue(Request(i % 2 == 0 ? "a" : "b")));
            await Advance(1);
        }

        (await Claim(await StartNode(), 3)).Select(run => run.Id).ShouldBe(expected.Take(3));
    }

    [Fact]
    public async Task Only_served_queues_are_claimed()
    {
        await Create(Definition("a") with { Queue = "qa" });
        await Create(Definition("b") with { Queue = "qb" });
        await Enqueue(Request("a"));
        var served = await Enqueue(Request("b"));
        (await TryClaim(await StartNode(), queues: ["qb"])).Runs.ShouldHaveSingleItem().Id.ShouldBe(served);
    }

    [Fact]
    public async Task A_handler_the_node_does_not_know_is_left_alone()
    {
        await Create(Definition("here") with { Run = new JobAction.Handler("known") });
        await Create(Definition("there") with { Run = new JobAction.Handler("unknown") });
        var left = await Enqueue(Request("there"));
        var known = await Enqueue(Request("here"));
        var node = await StartNode();
        (await TryClaim(node, handlers: ["known"])).Runs.ShouldHaveSingleItem().Id.ShouldBe(known);
        (await StateOf(left)).ShouldBe(RunState.Queued);
        (await TryClaim(node, handlers: ["known", "unknown"])).Runs.ShouldHaveSingleItem().Id.ShouldBe(left);
    }

    [Fact]
    public async Task Commands_need_no_handler()
    {
        await Create();
        await Enqueue();
        (await TryClaim(await StartNode(), handlers: ["other"])).Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_within_the_time_ahead_are_handed_out_before_their_instant()
    {
        await Create();
        var soon = await Enqueue(Request(availableAt: Start.AddSeconds(2)));
        await Enqueue(Request(availableAt: Start.AddSeconds(9)));
        var reply = await TryClaim(await StartNode(), ahead: 3);
        var run = reply.Runs.ShouldHaveSingleItem();
        run.Id.ShouldBe(soon);
        run.AvailableAt.ShouldBe(Start.AddSeconds(2));
        reply.NextAvailableAt.ShouldBe(Start.AddSeconds(9));
        reply.Now.ShouldBe(Start);
    }

    [Fact]
    public async Task What_one_node_looked_at_ahead_another_does_not_get_early()
    {
        await Create();
        await Enqueue(Request(availableAt: Start.AddSeconds(2)));
        var second = await Enqueue(Request(availableAt: Start.AddSeconds(2)));
        (await TryClaim(await StartNode(), limit: 1, ahead: 3)).Runs.Count.ShouldBe(1);
        var reply = await TryClaim(await StartNode());
        reply.Runs.ShouldBeEmpty();
        reply.NextAvailableAt.ShouldBe(Start.AddSeconds(2));
        (await StateOf(second)).ShouldBe(RunState.Scheduled);
    }

    [Fact]
    public async Task Nothing_more_to_come_is_null()
    {
        await Create();
        await Enqueue();
        var reply = await TryClaim(await StartNode());
        reply.Runs.Count.ShouldBe(1);
        reply.NextAvailableAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_retry_is_claimed_when_its_instant_has_come()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Retrying, Start.AddSeconds(10));
        var reply = await TryClaim(node);
        reply.Runs.ShouldBeEmpty();
        reply.NextAvailableAt.ShouldBe(Start.AddSeconds(10));
        await Advance(10);
        (await ClaimOne(node)).Attempt.ShouldBe(2);
    }
}
