using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

public sealed class RunSentencesTests
{
    private static readonly RunError Error = RunErrors.Of("IOException", "The disk is full.");

    [Fact]
    public void A_success_says_where_and_how_long() =>
        Told(Ended(RunState.Succeeded) with { Node = "alpha" })
            .ShouldBe("report for 2026-05-04T08:00:00Z ran on alpha and succeeded in 1m 10s.");

    [Fact]
    public void A_late_start_is_said() =>
        Told(Ended(RunState.Succeeded) with { AvailableAt = Clock("07:59:30") })
            .ShouldBe("report for 2026-05-04T08:00:00Z ran and succeeded in 1m 10s, 30s late.");

    [Fact]
    public void A_later_attempt_is_said_with_those_lost() =>
        Told(Ended(RunState.Succeeded) with { Attempt = 3, LostCount = 1 })
            .ShouldBe("report for 2026-05-04T08:00:00Z ran and succeeded in 1m 10s (attempt 3, 1 lost with their node).");

    [Fact]
    public void A_failure_gives_its_error_without_a_second_full_stop() =>
        Told(Ended(RunState.Failed) with { Error = Error })
            .ShouldBe("report for 2026-05-04T08:00:00Z ran and failed after 1m 10s: The disk is full.");

    [Fact]
    public void A_dead_letter_counts_its_attempts() =>
        Told(Ended(RunState.Dead) with { Attempt = 5, Error = Error })
            .ShouldBe("report for 2026-05-04T08:00:00Z is a dead letter after 5 attempts: The disk is full.");

    [Theory]
    [InlineData(false, "report for 2026-05-04T08:00:00Z was cancelled before it started: by ada.")]
    [InlineData(true, "report for 2026-05-04T08:00:00Z was cancelled: by ada.")]
    public void A_cancelled_run_says_whether_it_had_started(bool started, string sentence)
    {
        var run = Some.Run("08:00", RunState.Cancelled) with { Note = "by ada", StartedAt = started ? Clock("08:00") : null };
        Told(run).ShouldBe(sentence);
    }

    [Fact]
    public void A_running_run_says_where() =>
        Told(Some.Run("08:00", RunState.Running) with { Node = "alpha", Attempt = 2 })
            .ShouldBe("report for 2026-05-04T08:00:00Z is running on alpha, attempt 2.");

    [Fact]
    public void A_retry_says_when_and_why() =>
        Told(Some.Run("08:00", RunState.Retrying) with { Attempt = 2, MaxAttempts = 5, AvailableAt = Clock("08:45"), Error = Error })
            .ShouldBe("report for 2026-05-04T08:00:00Z failed 2 of 5 attempts and is tried again at 2026-05-04T08:45:00Z: The disk is full.");

    [Fact]
    public void A_scheduled_run_says_when() =>
        Told(Some.Run("09:00", RunState.Scheduled)).ShouldBe("report for 2026-05-04T09:00:00Z starts at 2026-05-04T09:00:00Z, in 30m.");

    [Theory]
    [InlineData(1, "Not there yet.", "report for 2026-05-04T09:00:00Z was put off and goes on at 2026-05-04T09:00:00Z: Not there yet.")]
    [InlineData(12, null, "report for 2026-05-04T09:00:00Z was put off 12 times and goes on at 2026-05-04T09:00:00Z.")]
    public void A_run_that_was_put_off_says_until_when_and_why(int times, string? reason, string sentence) =>
        Told(Some.Run("09:00", RunState.Scheduled) with { Snoozes = times, ProgressText = reason }).ShouldBe(sentence);

    [Fact]
    public void A_blocked_run_waits_for_its_elder() =>
        Told(Some.Run("08:00", RunState.Queued) with { Blocked = true })
            .ShouldBe("report for 2026-05-04T08:00:00Z waits for an earlier run of the job to end.");

    [Fact]
    public void A_queued_run_says_what_it_waits_for() =>
        Told(Some.Run("08:00", RunState.Queued) with { Queue = "reports" })
            .ShouldBe("report for 2026-05-04T08:00:00Z waits for a node with a free slot that knows the job and serves queue reports, for 30m now.");

    private static RunRecord Ended(RunState state) =>
        Some.Run("08:00", state) with { StartedAt = Clock("08:00"), FinishedAt = Clock("08:01:10"), Attempt = 1 };

    private static string Told(RunRecord run) => RunSentences.Of(run, Clock("08:30"));
}
