using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class FinishConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_error_with_characters_that_no_store_keeps_does_not_lose_the_end()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        var run = await ClaimOne(node);
        var error = new RunError("boom\0", "nul \0, half \ud800 a pair \udc00, whole 😀", "at \0", "f");
        (await Finish(await End(run, node, RunState.Failed) with { Error = error })).ShouldBe(FinishStatus.Accepted);
        var stored = (await Run(run.Id)).Error.ShouldNotBeNull();
        stored.Type.ShouldBe("boom\ufffd");
        stored.Message.ShouldBe("nul \ufffd, half \ufffd a pair \ufffd, whole 😀");
        stored.Stack.ShouldBe("at \ufffd");
    }

    [Fact]
    public async Task A_success_moves_the_run_to_history()
    {
        var (node, run) = await Running();
        await Advance(3);
        var end = (await End(run, node)) with { StartedAt = Start, PeakMemoryBytes = 77, CpuTime = TimeSpan.FromMilliseconds(5) };
        (await Finish(end)).ShouldBe(FinishStatus.Accepted);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Succeeded);
        record.StartedAt.ShouldBe(Start);
        record.FinishedAt.ShouldBe(Start.AddSeconds(3));
        record.ExitCode.ShouldBe(0);
        record.PeakMemoryBytes.ShouldBe(77);
        record.CpuTime.ShouldBe(TimeSpan.FromMilliseconds(5));
        record.Token.ShouldBe(run.Token);
        (await Claim(node)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Dead)]
    [InlineData(RunState.Cancelled)]
    [InlineData(RunState.Skipped)]
    public async Task Every_final_state_is_kept_with_its_error(RunState state)
    {
        var (node, run) = await Running();
        await Finish(run, node, state);
        var record = await Run(run.Id);
        record.State.ShouldBe(state);
        record.Error.ShouldBe(new RunError("boom", "It broke.", null, "f"));
    }

    [Fact]
    public async Task Finish_with_a_stale_token_is_refused()
    {
        var (node, run) = await Running();
        await LetLeaseEnd();
        await Rescue();
        var other = await StartNode();
        var current = await ClaimOne(other);
        (await Finish(run, node)).ShouldBe(FinishStatus.Fenced);
        (await Finish(run with { Token = current.Token }, node)).ShouldBe(FinishStatus.Fenced);
        (await StateOf(run.Id)).ShouldBe(RunState.Running);
        (await Finish(current, other)).ShouldBe(FinishStatus.Accepted);
    }

    [Fact]
    public async Task A_stale_finish_after_the_run_has_ended_is_refused()
    {
        var (node, run) = await Running();
        await LetLeaseEnd();
        await Rescue();
        var other = await StartNode();
        await Finish(await ClaimOne(other), other, RunState.Failed);
        (await Finish(run, node)).ShouldBe(FinishStatus.Fenced);
        (await StateOf(run.Id)).ShouldBe(RunState.Failed);
    }

    [Fact]
    public async Task The_end_of_a_lost_attempt_is_refused_before_the_run_is_claimed_again()
    {
        var (node, run) = await Running();
        await LetLeaseEnd();
        await Rescue();
        (await Finish(run, node)).ShouldBe(FinishStatus.Fenced);
        (await StateOf(run.Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task The_end_of_a_run_that_died_of_losses_is_refused()
    {
        var (node, run) = await Running();
        await LetLeaseEnd();
        await Rescue(maxLost: 1);
        (await StateOf(run.Id)).ShouldBe(RunState.Dead);
        (await Finish(run, node)).ShouldBe(FinishStatus.Fenced);
    }

    [Fact]
    public async Task An_unknown_run_is_fenced()
    {
        var (node, run) = await Running();
        (await Finish(run with { Id = NewId() }, node)).ShouldBe(FinishStatus.Fenced);
    }

    [Theory]
    [InlineData(RunState.Succeeded)]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Retrying)]
    [InlineData(RunState.Queued)]
    public async Task A_repeated_end_is_recognised(RunState state)
    {
        var (node, run) = await Running();
        var end = await End(run, node, state, Start.AddMinutes(1));
        (await Finish(end)).ShouldBe(FinishStatus.Accepted);
        (await Finish(end)).ShouldBe(FinishStatus.Already);
    }

    [Fact]
    public async Task A_repeated_retry_is_recognised_after_the_next_claim()
    {
        var (node, run) = await Running();
        var end = await End(run, node, RunState.Retrying, Start);
        await Finish(end);
        await ClaimOne(node);
        (await Finish(end)).ShouldBe(FinishStatus.Already);
        (await StateOf(run.Id)).ShouldBe(RunState.Running);
    }

    [Fact]
    public async Task A_retry_keeps_the_error_and_the_instant()
    {
        var (node, run) = await Running();
        await Finish(run, node, RunState.Retrying, Start.AddMinutes(1));
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Retrying);
        record.AvailableAt.ShouldBe(Start.AddMinutes(1));
        record.Attempt.ShouldBe(1);
        record.Error.ShouldNotBeNull().Type.ShouldBe("boom");
        await Advance(60);
        (await StateOf(run.Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task A_run_handed_back_loses_no_attempt()
    {
        var (node, run) = await Running();
        await Finish(run, node, RunState.Queued);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Queued);
        record.Attempt.ShouldBe(0);
        record.LostCount.ShouldBe(0);
        var again = await ClaimOne(node);
        again.Attempt.ShouldBe(1);
        again.Token.ShouldBeGreaterThan(run.Token);
    }

    [Fact]
    public async Task Items_of_a_batch_are_independent()
    {
        await Create();
        await Enqueue();
        await Enqueue();
        var node = await StartNode();
        var runs = await Claim(node);
        var stale = (await End(runs[0], node)) with { Token = runs[0].Token + 100 };
        var statuses = await Store.Runs.Finish([stale, await End(runs[1], node), await End(runs[0], node, RunState.Failed)], None);
        statuses.ShouldBe([FinishStatus.Fenced, FinishStatus.Accepted, FinishStatus.Accepted]);
        (await StateOf(runs[0].Id)).ShouldBe(RunState.Failed);
    }

    [Fact]
    public async Task The_last_output_arrives_with_the_end()
    {
        var (node, run) = await Running();
        var end = (await End(run, node)) with { Output = new OutputChunk(0, "bye"u8.ToArray(), 10, 7) };
        await Finish(end);
        var output = (await Store.Queries.Output(run.Id, null, 0, 100, None)).ShouldNotBeNull();
        output.Bytes.ToArray().ShouldBe("bye"u8.ToArray());
        output.End.ShouldBeTrue();
        var record = await Run(run.Id);
        record.OutputBytes.ShouldBe(10);
        record.OutputDropped.ShouldBe(7);
    }

    [Theory]
    [InlineData(RunState.Failed, "enough")]
    [InlineData(RunState.Dead, "enough")]
    [InlineData(RunState.Cancelled, "enough")]
    [InlineData(RunState.Retrying, "enough")]
    [InlineData(RunState.Queued, "enough")]
    [InlineData(RunState.Succeeded, "enough (the work had ended before it heard of it)")]
    public async Task A_run_that_was_asked_to_end_is_cancelled_however_it_ends(RunState end, string note)
    {
        var (node, run) = await Running();
        (await Store.Runs.Cancel(run.Id, "enough", None)).ShouldBe(CancelStatus.Requested);
        await Finish(run, node, end, Start.AddMinutes(1));
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Cancelled);
        record.Note.ShouldBe(note);
    }

    [Fact]
    public async Task A_clock_ahead_of_the_stores_does_not_put_an_end_into_the_future()
    {
        var (node, run) = await Running();
        var end = (await End(run, node)) with { StartedAt = Start.AddDays(1), FinishedAt = Start.AddDays(1).AddSeconds(2) };
        await Finish(end);
        var record = await Run(run.Id);
        record.FinishedAt.ShouldBe(Start);
        (record.FinishedAt - record.StartedAt).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_attempt_cannot_end_as_running()
    {
        var (node, run) = await Running();
        await Should.ThrowAsync<ArgumentException>(() => Finish(run, node, RunState.Running));
        (await StateOf(run.Id)).ShouldBe(RunState.Running);
    }

    [Fact]
    public async Task Attempts_tell_the_whole_story()
    {
        var (node, run) = await Running();
        await Finish(run, node, RunState.Retrying, Start);
        run = await ClaimOne(node);
        await LetLeaseEnd();
        await Rescue();
        node = await StartNode();
        await Finish(await ClaimOne(node), node);
        var attempts = await Store.Queries.Attempts(run.Id, None);
        attempts.Select(attempt => (attempt.Attempt, attempt.Outcome))
            .ShouldBe([(1, "failed"), (2, "lost"), (3, "succeeded")]);
        attempts[0].Error.ShouldNotBeNull().Type.ShouldBe("boom");
        attempts[1].Error.ShouldNotBeNull().Type.ShouldBe("worker-lost");
    }

    private async Task<(Guid Node, ClaimedRun Run)> Running()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        return (node, await ClaimOne(node));
    }
}
