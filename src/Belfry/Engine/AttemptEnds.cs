using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What becomes of a run after an attempt: a closed set of outcomes. Pure but for the journal it empties.</summary>
internal static class AttemptEnds
{
    private const int MostReason = 500;

    public static AttemptEnd Decide(
        Execution execution, DateTimeOffset startedAt, DateTimeOffset now, AttemptResult result, double chance)
    {
        var run = execution.Run;
        var error = ErrorOf(execution, result);
        var (snooze, tooOften) = SnoozeOf(execution, result, error);
        error = tooOften ?? error;
        var (state, retryAt) = snooze is null
            ? StateOf(execution, result, error, now, chance)
            : (RunState.Queued, now + snooze.For);
        var (numbers, expect) = (execution.Journal.Numbers, state == RunState.Succeeded ? run.Definition.Expect : null);
        return new AttemptEnd(
            run.Id,
            run.Token,
            execution.Node,
            state,
            retryAt,
            startedAt,
            now,
            state is RunState.Succeeded or RunState.Queued ? null : error,
            result.ExitCode,
            result.PeakMemoryBytes,
            result.CpuTime,
            execution.Journal.TakeRest())
        {
            Checkpoint = execution.Journal.TakeCheckpoint(),
            Budget = state == RunState.Retrying ? run.Definition.Retry.Budget : null,
            SnoozeReason = snooze?.Reason is { Length: > MostReason } reason ? reason[..MostReason] + "…" : snooze?.Reason,
            Numbers = numbers.Count > 0 ? numbers : null,
            Warnings = expect is null || run.DryRun ? [] : Expectations.Warnings(expect, now - startedAt, numbers),
            AtMostEvery = run.DryRun ? null : expect?.AtMostEvery,
        };
    }

    // Code that asked for it did so before it heard of a time-out or a drain. An error that means the same is looked at as any
    // other: not in an attempt that the node itself has ended.
    private static (Snooze? Snooze, RunError? TooOften) SnoozeOf(Execution execution, AttemptResult result, RunError? error) =>
        execution.Cause == StopCause.Cancelled || result.Succeeded ? default
        : Snooze.Decide(
            execution.Run.Definition.Snooze,
            result.Snooze,
            execution.Cause == StopCause.Drained || result.Snooze is not null ? null : error,
            execution.Run.Snoozes);

    private static (RunState State, DateTimeOffset? RetryAt) StateOf(
        Execution execution, AttemptResult result, RunError? error, DateTimeOffset now, double chance)
    {
        if (execution.Cause == StopCause.Cancelled)
        {
            return (RunState.Cancelled, null);
        }

        // Work that was done before it heard of the time-out or the drain is done.
        if (result.Succeeded)
        {
            return (RunState.Succeeded, null);
        }

        var run = execution.Run;
        if (execution.Cause == StopCause.Drained)
        {
            // The store ends it the same way when a node leaves without having written its end.
            var isSpent = result != AttemptResult.NotStarted && run.Definition.OnWorkerLost == WorkerLostRule.Fail;
            return (isSpent ? RunState.Failed : RunState.Queued, null);
        }

        if (run.DryRun)
        {
            return (RunState.Failed, null);
        }

        if (Retry.Next(run.Definition.Retry, run.Attempt, error!, chance) is { } delay)
        {
            return (RunState.Retrying, now + delay);
        }

        return (run.Definition.Retry.Attempts > 1 ? RunState.Dead : RunState.Failed, null);
    }

    private static RunError? ErrorOf(Execution execution, AttemptResult result) => execution.Cause switch
    {
        StopCause.Cancelled => RunErrors.Of("cancelled", execution.CauseText ?? "cancelled"),
        StopCause.TimedOut when !result.Succeeded => RunErrors.Of("timeout", execution.CauseText ?? "timed out"),
        _ when result.Succeeded || result.Snooze is not null => null,
        StopCause.Drained => RunErrors.Of(RunErrors.WorkerLost, $"The node was stopped during attempt {execution.Run.Attempt}."),
        _ => result.Error ?? RunErrors.Of("unknown", "The attempt ended without saying why."),
    };
}
