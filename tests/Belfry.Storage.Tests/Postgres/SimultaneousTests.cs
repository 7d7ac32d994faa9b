using Belfry.Conformance;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Postgres;
using Belfry.Runs;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>What several nodes do at the same moment, which a store with one writer never sees.</summary>
public sealed class SimultaneousTests : StoreConformance<PostgresDirect>
{
    private const int Nodes = 4;

    [Fact]
    public async Task Claims_at_once_take_each_run_once()
    {
        await Create(Definition("a") with { Queue = "qa" });
        await Create(Definition("b") with { Queue = "qb" });
        await Create(Definition("urgent") with { Queue = "qa", Priority = 5 });
        List<Guid> runs = [];
        for (int i = 0; i < 40; i++)
        {
            runs.Add(await Enqueue(Request("a")));
            runs.Add(await Enqueue(Request("b")));
            runs.Add(await Enqueue(Request("urgent")));
        }

        var claimed = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => ClaimAll(7)));
        claimed.SelectMany(part => part).Select(run => run.Id).Order().ShouldBe(runs.Order());
        claimed.SelectMany(part => part).Select(run => run.Token).ShouldBeUnique();
    }

    [Fact]
    public async Task Ends_that_are_sent_twice_at_once_are_accepted_once()
    {
        await Create();
        for (int i = 0; i < 60; i++)
        {
            await Enqueue();
        }

        var node = await StartNode();
        var ends = await Task.WhenAll((await Claim(node, 60)).Select(run => End(run, node)));
        var answers = await Task.WhenAll(
            Store.Runs.Finish(ends, None).AsTask(),
            Store.Runs.Finish([.. ends.Reverse()], None).AsTask(),
            Store.Runs.Finish([.. ends.OrderBy(end => end.Token % 7)], None).AsTask());
        answers.SelectMany(part => part).Count(answer => answer == FinishStatus.Accepted).ShouldBe(ends.Length);
        answers.SelectMany(part => part).ShouldNotContain(FinishStatus.Fenced);
    }

    [Theory]
    [InlineData(OverlapRule.Queue)]
    [InlineData(OverlapRule.Skip)]
    public async Task A_line_goes_on_when_a_run_ends_while_another_comes(OverlapRule rule)
    {
        await Create("job", rule);
        var node = await StartNode();
        await Enqueue();
        for (int i = 0; i < 40; i++)
        {
            var run = await ClaimOne(node);
            var next = Request();
            await Task.WhenAll(Finish(run, node), Enqueue(next));
            (await StateOf(next.Id)).ShouldBe(RunState.Queued);
            (await Run(next.Id)).Blocked.ShouldBeFalse($"in round {i}");
        }
    }

    [Fact]
    public async Task One_of_many_requests_with_a_key_is_inserted()
    {
        await Create();
        var requests = Enumerable.Range(0, 8).Select(_ => Request(uniqueKey: "only")).ToList();
        var answers = await Task.WhenAll(requests.Select(request => Store.Runs.Enqueue([request], None).AsTask()));
        answers.Count(answer => answer[0]!.Inserted).ShouldBe(1);
        answers.Select(answer => answer[0]!.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_runs_of_a_job_that_forbids_overlap_one_has_its_turn()
    {
        await Create("job", OverlapRule.Queue);
        var requests = Enumerable.Range(0, 8).Select(_ => Request()).ToList();
        await Task.WhenAll(requests.Select(request => Store.Runs.Enqueue([request], None).AsTask()));
        var claimed = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => ClaimAll(3)));
        claimed.SelectMany(part => part).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_run_that_ends_as_somebody_cancels_it_ends_once()
    {
        await Create();
        var node = await StartNode();
        for (int i = 0; i < 30; i++)
        {
            await Enqueue();
            var run = await ClaimOne(node);
            var cancel = Store.Runs.Cancel(run.Id, "enough", None).AsTask();
            var finish = Finish(run, node);
            (await finish).ShouldBe(FinishStatus.Accepted);
            (await StateOf(run.Id)).ShouldBe(await cancel == CancelStatus.Requested ? RunState.Cancelled : RunState.Succeeded);
        }
    }

    [Fact]
    public async Task Claims_at_once_do_not_exceed_a_limit()
    {
        await Create(Definition("limited") with { Queue = "qa" });
        await Create(Definition("free") with { Queue = "qb" });
        for (int i = 0; i < 20; i++)
        {
            await Enqueue(Request("limited"));
            await Enqueue(Request("free"));
        }

        await Set(new Limit(LimitScope.Queue, "qa", new LimitPolicy(Running: 3)));
        var claimed = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => ClaimAll(5)));
        claimed.SelectMany(part => part).Count(run => run.Definition.Name == "limited").ShouldBe(3);
        claimed.SelectMany(part => part).Count(run => run.Definition.Name == "free").ShouldBe(20);
    }

    [Fact]
    public async Task Claims_at_once_do_not_exceed_a_rate()
    {
        await Create(Definition("limited") with { Queue = "qa" });
        for (int i = 0; i < 20; i++)
        {
            await Enqueue(Request("limited"));
        }

        await Set(new Limit(LimitScope.Queue, "qa", new LimitPolicy(Running: null, Starts: 6, Per: TimeSpan.FromMinutes(1))));
        var claimed = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => ClaimAll(4)));
        claimed.Sum(part => part.Count).ShouldBe(6);
        await Advance(20);
        (await ClaimAll(4)).Count.ShouldBe(2);
    }

    private async Task Set(Limit limit) => await Store.Queues.Limit(limit, None);

    private async Task<List<ClaimedRun>> ClaimAll(int limit)
    {
        var node = Guid.NewGuid();
        await Beat(node);
        var claimed = new List<ClaimedRun>();
        while (await TryClaim(node, limit) is { Runs.Count: > 0 } reply)
        {
            claimed.AddRange(reply.Runs);
        }

        return claimed;
    }
}
