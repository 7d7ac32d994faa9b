using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Policies.Dependencies;

/// <summary>What becomes of a tick of a job that follows others. Pure.</summary>
internal abstract record FollowOutcome
{
    private FollowOutcome()
    {
    }

    /// <summary>Something is still open; looked at again when it is not.</summary>
    public sealed record Wait : FollowOutcome;

    /// <summary>It would run, but its job is paused and wants the tick when the pause ends.</summary>
    public sealed record Hold : FollowOutcome;

    /// <param name="By">The jobs it comes after.</param>
    public sealed record Run(string By) : FollowOutcome;

    /// <summary>A run that fails at once.</summary>
    public sealed record Fail(string By, RunError Error) : FollowOutcome;

    public sealed record Skip(SkipReason Reason, string Detail) : FollowOutcome;

    /// <summary>The type of the error of a run that failed because of the jobs before it.</summary>
    public const string ErrorType = "dependency-failed";

    private const string Disabled = "the job is disabled";

    /// <param name="job">The job that follows.</param>
    /// <param name="heard">What was heard for the tick, also of jobs that it does not follow any more.</param>
    /// <param name="upstream">Every job that it follows, as it stands for the tick.</param>
    /// <param name="since">When the last of them was heard of: what could have run longer ago than the misfire policy allows is not run any more.</param>
    public static FollowOutcome Decide(
        JobRecord job,
        DateTimeOffset due,
        IReadOnlyList<UpstreamTick> heard,
        IReadOnlyList<UpstreamTick> upstream,
        DateTimeOffset since,
        DateTimeOffset now)
    {
        var definition = job.Definition;
        if (!heard.Any(tick => definition.After.Contains(tick.Job)))
        {
            return new Skip(SkipReason.DependencyFailed, $"the job does not follow {heard[0].Job} any more");
        }

        var decision = FanIn.Decide(definition.On, definition.Unmet, upstream);
        if (decision.Verdict == FanInVerdict.Wait)
        {
            return new Wait();
        }

        if (!definition.Enabled)
        {
            return new Skip(SkipReason.Disabled, Disabled);
        }

        if (decision.Verdict == FanInVerdict.Skip)
        {
            return new Skip(SkipReason.DependencyFailed, decision.Because);
        }

        if (due < job.LedgerFrom)
        {
            return new Skip(SkipReason.Expired, $"it may have run before: the record before {Durations.Instant(job.LedgerFrom.Value)} has been pruned");
        }

        if (job.Pause is { } pause)
        {
            return pause.Ticks == PausedTicks.Skip ? new Skip(SkipReason.Paused, PauseText.Of(pause)) : new Hold();
        }

        string by = string.Join(", ", definition.After);
        var within = definition.Misfire.Within;
        return now - since > within
            ? new Skip(SkipReason.Expired, $"it could have run since {Durations.Instant(since)}, which is longer ago than {Durations.Text(within)}")
            : decision.Verdict == FanInVerdict.Fail ? new Fail(by, RunErrors.Of(ErrorType, decision.Because + "."))
            : new Run(by);
    }

    /// <summary>Ticks of which the job before has run none have none to run here either, whatever the rule.</summary>
    public static Skip OfSpan(JobRecord job, UpstreamTick upstream) => job.Definition.Enabled
        ? new Skip(SkipReason.DependencyFailed, upstream.Sentence)
        : new Skip(SkipReason.Disabled, Disabled);
}
