using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class SnoozeConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_run_that_is_put_off_loses_no_attempt_and_begins_at_its_instant()
    {
        var (node, run) = await Running();
        await PutOff(run, node, 60);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Scheduled);
        (record.Attempt, record.Snoozes, record.LostCount).ShouldBe((0, 1, 0));
        record.AvailableAt.ShouldBe(Start.AddMinutes(1));
        record.ProgressText.ShouldBe("not yet");
        (await TryClaim(node)).NextAvailableAt.ShouldBe(Start.AddMinutes(1));
        await Advance(60);
        await Beat(node);
        var again = await ClaimOne(node);
        (again.Attempt, again.Snoozes).ShouldBe((1, 1));
        again.Token.ShouldBeGreaterThan(run.Token);
        (await Run(run.Id)).ProgressText.ShouldBeNull();
    }

    [Fact]
    public async Task Its_checkpoint_is_there_when_it_goes_on()
    {
        var (node, run) = await Running();
        await PutOff(run, node, 1, JsonSerializer.SerializeToElement(7));
        await Advance(1);
        (await ClaimOne(node)).Checkpoint.ShouldNotBeNull().GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task An_attempt_that_was_put_off_after_a_failure_keeps_its_number()
    {
        var (node, run) = await Running();
        await Finish(run, node, RunState.Retrying, Start);
        run = await ClaimOne(node);
        run.Attempt.ShouldBe(2);
        await PutOff(run, node, 1);
        await Advance(1);
        (await ClaimOne(node)).Attempt.ShouldBe(2);
        (await Store.Queries.Attempts(run.Id, None)).Select(attempt => attempt.Outcome).ShouldBe(["failed"]);
    }

    [Fact]
    public async Task A_repeated_end_is_recognised()
    {
        var (node, run) = await Running();
        var end = await PutOff(run, node, 60);
        (await Finish(end)).ShouldBe(FinishStatus.Already);
        (await Run(run.Id)).Snoozes.ShouldBe(1);
    }

    [Fact]
    public async Task It_keeps_its_place_in_the_line_of_its_job()
    {
        var (node, run) = await Running(OverlapRule.Queue);
        var second = await FireRun();
        await PutOff(run, node, 60);
        (await Claim(node)).ShouldBeEmpty();
        (await Run(second)).Blocked.ShouldBeTrue();
        await Advance(60);
        await Beat(node);
        run = await ClaimOne(node);
        await Finish(run, node);
        (await ClaimOne(node)).Id.ShouldBe(second);
    }

    [Fact]
    public async Task It_can_be_cancelled_while_it_waits()
    {
        var (node, run) = await Running();
        await PutOff(run, node, 60);
        (await Store.Runs.Cancel(run.Id, "enough", None)).ShouldBe(CancelStatus.Cancelled);
        (await StateOf(run.Id)).ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task A_run_that_was_asked_to_end_is_not_put_off()
    {
        var (node, run) = await Running();
        await Store.Runs.Cancel(run.Id, "enough", None);
        await PutOff(run, node, 60);
        (await StateOf(run.Id)).ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task Only_the_holder_can_put_it_off()
    {
        var (node, run) = await Running();
        await LetLeaseEnd();
        await Rescue();
        (await Finish(await Later(run, node, 60))).ShouldBe(FinishStatus.Fenced);
        (await StateOf(run.Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task What_it_wrote_before_it_was_put_off_is_not_mixed_with_what_it_writes_after()
    {
        var (node, run) = await Running();
        await Finish((await Later(run, node, 1)) with { Output = new OutputChunk(0, "not yet"u8.ToArray(), 7, 0) });
        await Advance(1);
        var again = await ClaimOne(node);
        await Finish((await End(again, node)) with { Output = new OutputChunk(0, "ok"u8.ToArray(), 2, 0) });
        var output = (await Store.Queries.Output(run.Id, null, 0, 100, None)).ShouldNotBeNull();
        output.Bytes.ToArray().ShouldBe("ok"u8.ToArray());
        (await Run(run.Id)).Snoozes.ShouldBe(1);
    }

    private async Task<AttemptEnd> PutOff(ClaimedRun run, Guid node, double seconds, JsonElement? checkpoint = null)
    {
        var end = (await Later(run, node, seconds)) with { Checkpoint = checkpoint };
        (await Finish(end)).ShouldBe(FinishStatus.Accepted);
        return end;
    }

    private async Task<AttemptEnd> Later(ClaimedRun run, Guid node, double seconds) =>
        (await End(run, node, RunState.Queued, (await Now()).AddSeconds(seconds))) with { SnoozeReason = "not yet" };

    private async Task<(Guid Node, ClaimedRun Run)> Running(OverlapRule overlap = OverlapRule.Allow)
    {
        await Create(overlap: overlap);
        await Fire();
        var node = await StartNode();
        return (node, await ClaimOne(node));
    }
}
