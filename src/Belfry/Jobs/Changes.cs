using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>What an edit does to a job's cursor. Pure.</summary>
internal static class Changes
{
    /// <summary>
    /// The change that stores a definition. The cursor stays when the schedule does; else it goes to the first tick after now
    /// and after the last recorded one. Ticks that passed while the job was disabled are recorded as such.
    /// </summary>
    /// <param name="job">Settled: unless paused or disabled, no tick of it is due.</param>
    public static JobChange Edit(JobRecord job, JobDefinition definition, DateTimeOffset now)
    {
        var after = definition.ParseSchedule();
        if (job.Definition.ReadSchedule() is not { } before)
        {
            return Repair(job, definition, after, now);
        }

        var (cursor, settled) = (job.NextDue, (IReadOnlyList<SkippedTicks>)[]);
        if (!job.Definition.Enabled && definition.Enabled && cursor is { } passed && passed <= now)
        {
            settled = TickPlan.Span(
                before, passed, before.Previous(now.AddTicks(1)), SkipReason.Disabled, OffText.Was(job));
            cursor = before.Next(now);
        }

        DateTimeOffset? validBefore = null;
        if (!before.Equals(after))
        {
            validBefore = before.Next(now);
            settled = [.. settled, .. HeldBack(job, before, cursor, now)];
            cursor = FirstAfter(job, after, now);
        }

        return Of(job, definition, cursor, settled) with { ValidBefore = validBefore };
    }

    // Of a schedule that cannot be read, one tick is known: the one at the cursor.
    private static JobChange Repair(JobRecord job, JobDefinition definition, Schedule after, DateTimeOffset now)
    {
        IReadOnlyList<SkippedTicks> settled = job.NextDue is { } due && due <= now
            ? [new SkippedTicks(due, due, 1, SkipReason.Misfire, "the schedule of then could not be read; it was replaced")]
            : [];
        return Of(job, definition, FirstAfter(job, after, now), settled);
    }

    private static DateTimeOffset? FirstAfter(JobRecord job, Schedule schedule, DateTimeOffset now)
    {
        var first = schedule.FirstAfter(job.LastDue is { } last && last > now ? last : now);

        // A one-off that has its outcome does not come again because its settings changed.
        return first <= job.LastDue ? null : first;
    }

    private static JobChange Of(
        JobRecord job, JobDefinition definition, DateTimeOffset? cursor, IReadOnlyList<SkippedTicks> settled)
    {
        var fireAt = !definition.Enabled ? null : job.Pause is { } pause ? pause.Until : cursor;
        return new JobChange(job, definition, cursor, fireAt, job.Pause, settled);
    }

    public static EditPreview Preview(JobRecord? job, JobDefinition definition, DateTimeOffset now, int count)
    {
        var after = definition.ParseSchedule();
        if (job is null)
        {
            var news = after.FirstAfter(now) is { } passed && passed <= now
                ? $"The job is new; its instant {Durations.Instant(passed)} has passed, so it runs at once."
                : "The job is new; its first tick comes after now.";
            return new EditPreview([], Fires(after, after.FirstAfter(now), count), news);
        }

        if (job.Definition.ReadSchedule() is not { } before)
        {
            return new EditPreview(
                [], Fires(after, FirstAfter(job, after, now), count), "The present schedule cannot be read; the new one begins now.");
        }

        var cursor = job.NextDue;
        var sentence = before.Equals(after) ? "The schedule stays as it is; no tick moves."
            : cursor is { } due && due <= now ? $"The tick of {Durations.Instant(due)} is due already and is recorded under the present schedule first."
            : cursor is { } next ? $"The tick of {Durations.Instant(next)} is not due yet and is given up; the new schedule begins now."
            : "The present schedule has no further tick; the new one begins now.";
        return new EditPreview(Fires(before, before.Next(now), count), Fires(after, after.FirstAfter(now), count), sentence);
    }

    /// <summary>The first tick of a schedule that starts to count now; a one-off that is past is still wanted.</summary>
    public static DateTimeOffset? FirstAfter(this Schedule schedule, DateTimeOffset now) =>
        schedule.Next(now) ?? (schedule.Kind == ScheduleKind.Once ? schedule.Previous(now.AddTicks(1)) : null);

    // A new schedule ends what a pause or a disabled job held back of the old one: its ticks cannot be run any more.
    private static IReadOnlyList<SkippedTicks> HeldBack(
        JobRecord job, Schedule schedule, DateTimeOffset? cursor, DateTimeOffset now)
    {
        if (cursor is not { } first || first > now)
        {
            return [];
        }

        var (reason, detail) = job.Pause is { } pause
            ? (SkipReason.Paused, PauseText.Of(pause) + "; then the schedule was changed")
            : (SkipReason.Disabled, $"{OffText.Was(job)}; then the schedule was changed");
        return TickPlan.Span(schedule, first, schedule.Previous(now.AddTicks(1)), reason, detail);
    }

    private static List<DateTimeOffset> Fires(Schedule schedule, DateTimeOffset? first, int count)
    {
        var fires = new List<DateTimeOffset>();
        for (var fire = first; fire is { } due && fires.Count < count; fire = schedule.Next(due))
        {
            fires.Add(due);
        }

        return fires;
    }
}
