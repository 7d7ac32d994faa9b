using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class CancelConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_reason_with_characters_that_no_store_keeps_cancels_all_the_same()
    {
        await Create();
        var run = await FireRun();
        (await Store.Runs.Cancel(run, "enough\0\udc00", None)).ShouldBe(CancelStatus.Cancelled);
        (await StateOf(run)).ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task A_run_that_nobody_holds_ends_at_once()
    {
        await Create();
        var run = await FireRun();
        (await Store.Runs.Cancel(run, "enough", None)).ShouldBe(CancelStatus.Cancelled);
        var record = await Run(run);
        record.State.ShouldBe(RunState.Cancelled);
        record.Note.ShouldBe("enough");
        record.FinishedAt.ShouldBe(Start);
        (await Claim(await StartNode())).ShouldBeEmpty();
        (await Store.Queries.Attempts(run, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_run_is_asked_through_its_nodes_heartbeat()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        (await Store.Runs.Cancel(run.Id, "enough", None)).ShouldBe(CancelStatus.Requested);
        (await Run(run.Id)).CancelRequested.ShouldBeTrue();
        (await Beat(node, [new HeldRun(run.Id, run.Token)])).Cancel.ShouldBe([new CancelledRun(run.Id, "enough")]);
    }

    [Fact]
    public async Task The_first_reason_stands()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Store.Runs.Cancel(run.Id, "first", None);
        await Store.Runs.Cancel(run.Id, "second", None);
        await Finish(run, node, RunState.Cancelled);
        (await Run(run.Id)).Note.ShouldBe("first");
    }

    [Fact]
    public async Task A_run_that_has_ended_stays_as_it_is()
    {
        await Create();
        var run = await FireAndFinish();
        (await Store.Runs.Cancel(run, "late", None)).ShouldBe(CancelStatus.Final);
        (await StateOf(run)).ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task An_unknown_run_is_not_found() =>
        (await Store.Runs.Cancel(NewId(), "who", None)).ShouldBe(CancelStatus.NotFound);

    [Fact]
    public async Task A_run_that_waits_for_its_retry_ends_at_once()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish(run, node, RunState.Retrying, Start.AddHours(1));
        (await Store.Runs.Cancel(run.Id, "enough", None)).ShouldBe(CancelStatus.Cancelled);
        (await Store.Queries.Attempts(run.Id, None)).ShouldHaveSingleItem().Outcome.ShouldBe("failed");
    }

    [Fact]
    public async Task A_blocked_run_ends_at_once()
    {
        await Create(overlap: OverlapRule.Queue);
        await Fire();
        var blocked = await FireRun();
        (await Store.Runs.Cancel(blocked, "enough", None)).ShouldBe(CancelStatus.Cancelled);
    }
}
