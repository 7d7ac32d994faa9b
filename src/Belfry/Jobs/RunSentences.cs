using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>A run's story in one sentence. Pure.</summary>
internal static class RunSentences
{
    /// <param name="hold">What <see cref="QueueHold"/> found; null when nothing holds it.</param>
    public static string Of(RunRecord run, DateTimeOffset now, string? hold = null)
    {
        var subject = $"{run.Job} for {Durations.Instant(run.Due)}";
        return run.State switch
        {
            RunState.Succeeded => $"{subject} ran{On(run)} and succeeded in {Took(run)}{Late(run)}{Attempts(run)}.",
            RunState.Failed => $"{subject} ran{On(run)} and failed after {Took(run)}: {Error(run)}{Attempts(run)}.",
            RunState.Dead => $"{subject} is a dead letter after {run.Attempt} attempt{(run.Attempt == 1 ? "" : "s")}: {Error(run)}.",
            RunState.Cancelled => $"{subject} was cancelled{(run.StartedAt is null ? " before it started" : "")}: {run.Note ?? Error(run)}.",
            RunState.Running => $"{subject} is running{On(run)}{(run.Attempt > 1 ? $", attempt {run.Attempt}" : "")}.",
            RunState.Retrying when hold is not null && run.AvailableAt <= now =>
                $"{subject} failed {run.Attempt} of {run.MaxAttempts} attempts and waits {hold}.",
            RunState.Retrying => $"{subject} failed {run.Attempt} of {run.MaxAttempts} attempts and is tried again at {Durations.Instant(run.AvailableAt)}: {Error(run)}.",
            RunState.Scheduled when run.Snoozes > 0 => $"{subject} was put off{Times(run)} and goes on at {Durations.Instant(run.AvailableAt)}{(run.ProgressText is { } reason ? $": {reason.TrimEnd('.')}" : "")}.",
            RunState.Scheduled => $"{subject} starts at {Durations.Instant(run.AvailableAt)}, in {Durations.Text(run.AvailableAt - now)}.",
            RunState.Queued when run.Blocked => $"{subject} waits for an earlier run of the job to end.",
            _ when hold is not null => $"{subject} waits {hold}, for {Durations.Text(now - run.AvailableAt)} now.",
            _ => $"{subject} waits for a node with a free slot that knows the job and serves queue {run.Queue}, for {Durations.Text(now - run.AvailableAt)} now.",
        };
    }

    private static string On(RunRecord run) => run.Node is { } node ? $" on {node}" : "";

    private static string Took(RunRecord run) =>
        run.StartedAt is { } start && run.FinishedAt is { } end ? Durations.Text(end - start) : "no time";

    private static string Late(RunRecord run) =>
        run.StartedAt is { } start && start - run.AvailableAt > TimeSpan.FromSeconds(1)
            ? $", {Durations.Text(start - run.AvailableAt)} late"
            : "";

    private static string Attempts(RunRecord run) =>
        run.Attempt > 1 ? $" (attempt {run.Attempt}{(run.LostCount > 0 ? $", {run.LostCount} lost with their node" : "")})" : "";

    private static string Times(RunRecord run) => run.Snoozes > 1 ? $" {run.Snoozes:N0} times" : "";

    private static string Error(RunRecord run) => run.Error?.Message.TrimEnd('.') ?? "no error was recorded";
}
