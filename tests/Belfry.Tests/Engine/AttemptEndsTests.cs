using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Tests.Jobs;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Engine;

public sealed class AttemptEndsTests
{
    private static readonly AttemptResult Failure = AttemptResult.Failed(RunErrors.Of("IOException", "disk full"));
    private static readonly AttemptResult NotYet = new(false, null) { Snooze = new Snooze(TimeSpan.FromMinutes(5), "not yet") };
    private static readonly SnoozePolicy OnErrors = new() { Errors = ["IOException"], For = TimeSpan.FromMinutes(2), Max = 4 };

    [Fact]
    public void A_success_succeeds() => Decide(AttemptResult.Success).ShouldBe((RunState.Succeeded, null, null));

    [Fact]
    public void A_failure_without_retries_has_failed() => Decide(Failure).ShouldBe((RunState.Failed, null, "IOException"));

    [Fact]
    public void A_failure_with_attempts_left_is_tried_again_after_its_delay() =>
        Decide(Failure, Retry.Fixed(3, TimeSpan.FromMinutes(5)), attempt: 2).ShouldBe((RunState.Retrying, "08:35", "IOException"));

    [Fact]
    public void A_failure_of_the_last_attempt_is_a_dead_letter() =>
        Decide(Failure, Retry.Immediate(3), attempt: 3).ShouldBe((RunState.Dead, null, "IOException"));

    [Fact]
    public void An_error_that_is_not_retried_is_a_dead_letter_at_once() =>
        Decide(Failure, Retry.Immediate(3) with { RetryOn = ["TimeoutException"] }).ShouldBe((RunState.Dead, null, "IOException"));

    [Fact]
    public void A_dry_run_is_never_tried_again() =>
        Decide(Failure, Retry.Immediate(3), dryRun: true).ShouldBe((RunState.Failed, null, "IOException"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cancelled_run_is_cancelled_however_its_code_ended(bool succeeded) =>
        Decide(succeeded ? AttemptResult.Success : Failure, Retry.Immediate(3), cause: StopCause.Cancelled)
            .ShouldBe((RunState.Cancelled, null, "cancelled"));

    [Fact]
    public void A_time_out_is_an_error_of_its_own_and_tried_again() =>
        Decide(Failure, Retry.Fixed(2, TimeSpan.FromMinutes(1)), cause: StopCause.TimedOut)
            .ShouldBe((RunState.Retrying, "08:31", "timeout"));

    [Fact]
    public void Work_that_was_done_before_it_heard_of_the_time_out_is_done() =>
        Decide(AttemptResult.Success, cause: StopCause.TimedOut).ShouldBe((RunState.Succeeded, null, null));

    [Fact]
    public void A_drained_attempt_is_handed_back_without_an_error() =>
        Decide(Failure, Retry.Immediate(3), attempt: 3, cause: StopCause.Drained).ShouldBe((RunState.Queued, null, null));

    [Fact]
    public void An_attempt_that_had_not_started_is_handed_back() =>
        Decide(AttemptResult.NotStarted, cause: StopCause.Drained).ShouldBe((RunState.Queued, null, null));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_drained_attempt_of_a_run_that_may_start_only_once_ends_as_one_of_a_lost_node_does(int attempts) =>
        Decide(Failure, Retry.Immediate(attempts), cause: StopCause.Drained, lost: WorkerLostRule.Fail)
            .ShouldBe((RunState.Failed, null, "worker-lost"));

    [Fact]
    public void A_run_that_may_start_only_once_is_handed_back_while_it_has_not() =>
        Decide(AttemptResult.NotStarted, cause: StopCause.Drained, lost: WorkerLostRule.Fail).ShouldBe((RunState.Queued, null, null));

    [Fact]
    public void Work_that_was_done_before_the_drain_is_done() =>
        Decide(AttemptResult.Success, cause: StopCause.Drained).ShouldBe((RunState.Succeeded, null, null));

    [Fact]
    public void A_failure_that_says_nothing_still_has_an_error() =>
        Decide(new AttemptResult(false, null)).ShouldBe((RunState.Failed, null, "unknown"));

    [Fact]
    public void Code_that_asks_for_it_puts_the_run_off() => Decide(NotYet).ShouldBe((RunState.Queued, "08:35", null));

    [Fact]
    public void Code_that_asked_for_it_before_it_heard_of_the_drain_puts_the_run_off() =>
        Decide(NotYet, cause: StopCause.Drained, lost: WorkerLostRule.Fail).ShouldBe((RunState.Queued, "08:35", null));

    [Fact]
    public void A_cancelled_run_is_not_put_off() =>
        Decide(NotYet, cause: StopCause.Cancelled).ShouldBe((RunState.Cancelled, null, "cancelled"));

    [Fact]
    public void An_error_that_means_not_yet_puts_the_run_off() =>
        Decide(Failure, Retry.Immediate(3), snooze: OnErrors).ShouldBe((RunState.Queued, "08:32", null));

    [Fact]
    public void A_drained_attempt_is_handed_back_whatever_its_errors_mean() =>
        Decide(Failure, cause: StopCause.Drained, snooze: OnErrors with { Errors = ["*"] }).ShouldBe((RunState.Queued, null, null));

    [Fact]
    public void Other_errors_are_failures() =>
        Decide(Failure, snooze: OnErrors with { Errors = ["exit 75"] }).ShouldBe((RunState.Failed, null, "IOException"));

    [Fact]
    public void A_run_that_was_put_off_too_often_has_failed() =>
        Decide(NotYet, Retry.Fixed(3, TimeSpan.FromMinutes(1)), snooze: OnErrors, snoozes: 4).ShouldBe((RunState.Retrying, "08:31", "snoozed-too-often"));

    [Fact]
    public void The_end_carries_what_the_journal_still_holds()
    {
        using var execution = AnExecution.Of();
        execution.Journal.Log("done");
        execution.Journal.SaveCheckpoint(System.Text.Json.JsonSerializer.SerializeToElement(7));
        var end = AttemptEnds.Decide(execution, Clock("08:00"), Clock("08:30"), AttemptResult.Success, 0.5);
        end.Output!.TotalBytes.ShouldBe(5);
        end.Checkpoint!.Value.GetInt32().ShouldBe(7);
    }

    private static (RunState State, string? RetryAt, string? Error) Decide(
        AttemptResult result, RetryPolicy? retry = null, int attempt = 1, StopCause cause = StopCause.None, bool dryRun = false,
        WorkerLostRule lost = WorkerLostRule.Retry, SnoozePolicy? snooze = null, int snoozes = 0)
    {
        var definition = Some.Definition("0 * * * *") with { Retry = retry ?? RetryPolicy.None, OnWorkerLost = lost, Snooze = snooze ?? SnoozePolicy.Default };
        using var execution = AnExecution.Of(definition, attempt, dryRun, snoozes: snoozes);
        if (cause != StopCause.None)
        {
            execution.End(cause, "asked to");
        }

        var end = AttemptEnds.Decide(execution, Clock("08:00"), Clock("08:30"), result, 0.5);
        return (end.State, end.RetryAt is { } at ? Policies.PlanText.Of(at) : null, end.Error?.Type);
    }
}
