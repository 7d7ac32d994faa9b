using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What to record for one job now. Pure: the Firer and every edit that must settle due ticks first use it.</summary>
internal static class Firings
{
    /// <summary>The firing for a job whose time has come, or its next tick ahead of its instant.</summary>
    /// <returns>Null when nothing is due at all.</returns>
    public static Firing? Plan(JobRecord job, Schedule schedule, DateTimeOffset now)
    {
        if (job.Pause is { } pause)
        {
            return pause.Until is { } until && until <= now ? Resume(job, schedule, now) : null;
        }

        if (job.NextDue is not { } cursor || !job.Definition.Enabled)
        {
            return null;
        }

        return cursor > now ? Ahead(job, schedule, cursor) : Of(job, schedule, TickPlan.Due(schedule, job.Definition.Misfire, cursor, now));
    }

    /// <summary>Ends a pause: what it held back is recorded by the choice made when it began.</summary>
    public static Firing Resume(JobRecord job, Schedule schedule, DateTimeOffset now)
    {
        var pause = job.Pause ?? throw new ArgumentException($"Job '{job.Name}' is not paused.", nameof(job));
        if (job.NextDue is not { } cursor)
        {
            return Of(job, schedule, new TickPlan([], [], null));
        }

        // The pause ends before the tick of its last instant. What came due after it, while nobody was there to end it,
        // is as late as any other tick.
        var misfire = job.Definition.Misfire;
        var ended = pause.Until is { } until && until <= now;
        var heldBackTo = ended ? pause.Until!.Value.AddTicks(-1) : now;
        var held = TickPlan.AfterPause(schedule, misfire, pause.Ticks, cursor, heldBackTo, PauseText.Of(pause));
        if (!ended || held.NextDue is not { } next)
        {
            return Of(job, schedule, held);
        }

        var since = TickPlan.Due(schedule, misfire, next, now);
        return Of(job, schedule, new TickPlan([.. held.Run, .. since.Run], [.. held.Skips, .. since.Skips], since.NextDue));
    }

    private static Firing Ahead(JobRecord job, Schedule schedule, DateTimeOffset due) =>
        Of(job, schedule, new TickPlan([new PlannedTick(due)], [], schedule.Next(due))) with { Ahead = true };

    private static Firing Of(JobRecord job, Schedule schedule, TickPlan plan)
    {
        var runs = plan.Run.Select(tick => new TickRun(
            RunId.ForTick(job.Name, tick.Due),
            tick.Due,
            tick.Due + schedule.JitterOf(tick.Due),
            tick.MissedCount,
            tick.FirstMissed));
        return new Firing(job, [.. runs], plan.Skips, plan.NextDue, FireAt: plan.NextDue, Pause: null, Ahead: false);
    }
}
