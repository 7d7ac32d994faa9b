using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class EnqueueConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Texts_of_a_request_that_no_store_keeps_as_they_are_still_do_their_work()
    {
        await Create();
        var request = Request(uniqueKey: "key\0\ud83d") with { By = "\0ana" };
        var first = await Enqueue(request);
        (await Enqueue(request with { Id = NewId() })).ShouldBe(first);
        (await Run(first)).ShouldSatisfyAllConditions(
            run => run.UniqueKey.ShouldBe("key\ufffd\ufffd"), run => run.By.ShouldBe("\ufffdana"));
    }

    [Fact]
    public async Task A_requested_run_is_queued()
    {
        await Create();
        var run = await Run(await Enqueue());
        run.State.ShouldBe(RunState.Queued);
        run.Trigger.ShouldBe(RunTrigger.Api);
        run.Due.ShouldBe(Start);
        run.By.ShouldBe("tests");
    }

    [Fact]
    public async Task A_run_of_an_unknown_job_is_null() =>
        (await Store.Runs.Enqueue([Request("nobody")], None)).ShouldBe([null]);

    [Fact]
    public async Task Answers_stand_in_order()
    {
        await Create();
        var run = Request();
        var answers = await Store.Runs.Enqueue([Request("nobody"), run], None);
        answers.ShouldBe([null, new EnqueueResult(run.Id, true)]);
    }

    [Fact]
    public async Task A_repeated_request_finds_the_first_ones_run()
    {
        await Create();
        var run = Request();
        await Enqueue(run);
        (await Store.Runs.Enqueue([run], None)).ShouldBe([new EnqueueResult(run.Id, false)]);
    }

    [Fact]
    public async Task A_repeated_request_finds_a_finished_run()
    {
        await Create();
        var run = Request();
        await Enqueue(run);
        var node = await StartNode();
        await Finish(await ClaimOne(node), node);
        (await Store.Runs.Enqueue([run], None)).ShouldBe([new EnqueueResult(run.Id, false)]);
        (await Claim(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_a_run_with_the_unique_key_is_live_no_other_is_inserted()
    {
        await Create();
        await Create("other");
        var first = await Enqueue(Request(uniqueKey: "k"));
        (await Store.Runs.Enqueue([Request(uniqueKey: "k")], None)).ShouldBe([new EnqueueResult(first, false)]);
        (await Enqueue(Request("other", uniqueKey: "k"))).ShouldNotBe(first);
        var node = await StartNode();
        foreach (var run in await Claim(node))
        {
            await Finish(run, node);
        }

        (await Enqueue(Request(uniqueKey: "k"))).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_unique_key_holds_within_one_batch()
    {
        await Create();
        var results = await Store.Runs.Enqueue([Request(uniqueKey: "k"), Request(uniqueKey: "k")], None);
        results.Select(result => result!.Inserted).ShouldBe([true, false]);
        results[1]!.Id.ShouldBe(results[0]!.Id);
    }

    [Fact]
    public async Task A_run_asked_for_later_is_scheduled_until_then()
    {
        await Create();
        var run = await Enqueue(Request(availableAt: Start.AddSeconds(10)));
        (await StateOf(run)).ShouldBe(RunState.Scheduled);
        var node = await StartNode();
        (await Claim(node)).ShouldBeEmpty();
        await Advance(10);
        (await StateOf(run)).ShouldBe(RunState.Queued);
        (await ClaimOne(node)).Id.ShouldBe(run);
    }

    [Fact]
    public async Task Arguments_reach_the_claim()
    {
        await Create();
        await Enqueue(Request(args: JsonElement.Parse("""{"day":"today"}""")));
        var claimed = await ClaimOne(await StartNode());
        claimed.Args.ShouldNotBeNull().GetProperty("day").GetString().ShouldBe("today");
        (await Run(claimed.Id)).Args.ShouldBe("""{"day":"today"}""");
    }

    [Fact]
    public async Task A_repeat_of_a_past_tick_is_no_tick()
    {
        await Create();
        var run = await FireAndFinish(RunState.Failed);
        var again = Request() with { Trigger = RunTrigger.Retry, Due = Start, Parent = run };
        await Enqueue(again);
        var record = await Run(again.Id);
        record.Due.ShouldBe(Start);
        record.Parent.ShouldBe(run);
        (await Ticks()).ShouldHaveSingleItem().Run!.Id.ShouldBe(run);
    }
}
