using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>Why a run that could start is claimed by nobody: its queue is paused, its breaker is open, or a limit is reached.</summary>
internal static class QueueHold
{
    /// <summary>Ends a sentence that says who waits: <c>because queue reports is paused by ops …</c>; null when nothing holds it.</summary>
    public static async ValueTask<string?> Of(IStore store, RunRecord run, CancellationToken cancellation)
    {
        if (run.State is not (RunState.Queued or RunState.Retrying) || run.Blocked)
        {
            return null;
        }

        var job = await store.Jobs.Get(run.Job, cancellation);
        var pauses = await store.Queues.Pauses(cancellation);
        var limits = await store.Queues.Limits(cancellation);
        var breaker = job?.Definition.BreakerName is { } name && !run.DryRun ? await store.Breakers.Get(name, cancellation) : null;
        return Of(run, job?.Definition.Tags ?? [], pauses, breaker, limits);
    }

    public static string? Of(
        RunRecord run, IReadOnlyList<string> tags, IReadOnlyList<QueuePause> pauses, BreakerRecord? breaker, IReadOnlyList<LimitUse> limits)
    {
        var pause = pauses.FirstOrDefault(pause => pause.Queue == run.Queue) ?? pauses.FirstOrDefault(pause => pause.Queue is null);
        return pause is not null
            ? Sentence(pause)
            : breaker is { State.IsOpen: true } ? $"because breaker {breaker.Name} {breaker.Sentence}"
            : limits.Where(use => Concerns(use.Limit, run, tags)).Select(Sentence).FirstOrDefault(sentence => sentence is not null);
    }

    private static bool Concerns(Limit limit, RunRecord run, IReadOnlyList<string> tags) => limit.Scope switch
    {
        LimitScope.Queue => limit.Name == run.Queue,
        LimitScope.Job => limit.Name == run.Job && !run.DryRun,
        _ => tags.Contains(limit.Name) && !run.DryRun,
    };

    private static string Sentence(QueuePause pause)
    {
        var what = pause.Queue is { } queue ? $"queue {queue} is" : "all queues are";
        var until = pause.Until is { } end ? $" until {Durations.Instant(end)}" : "";
        return $"because {what} paused by {pause.By} since {Durations.Instant(pause.Since)}{until}: {pause.Reason.TrimEnd('.')}";
    }

    private static string? Sentence(LimitUse use)
    {
        var (what, policy) = ($"{EnumWords<LimitScope>.Of(use.Limit.Scope)} {use.Limit.Name}", use.Limit.Policy);
        return use.IsFull ? $"because {what} may have {policy.Running:N0} running in the cluster, and {use.Running:N0} are"
            : use.NextStartAt is { } next ? $"because {what} may start {policy.Starts:N0} per {Durations.Text(policy.Per!.Value)}; the next one may at {Durations.Instant(next)}"
            : null;
    }
}
