using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>Puts the recorded outcomes beside the ticks the schedule expects. Pure.</summary>
internal static class LedgerPages
{
    public static IReadOnlyList<LedgerTick> Merge(
        JobRecord? job,
        IReadOnlyList<TickRecord> recorded,
        IReadOnlyList<WaitingTick> waiting,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        int limit)
    {
        var schedule = job?.Definition.ReadSchedule();
        var entries = recorded.SelectMany(record => Of(record, job, schedule, from, to, limit)).ToList();
        if (job is not null && schedule is not null)
        {
            var known = entries.Select(entry => entry.Due).ToHashSet();
            entries.AddRange(waiting.Where(tick => !known.Contains(tick.Due)).Select(tick => WaitingPages.Entry(job, tick)));
            entries.AddRange(Expected(job, schedule, entries, from, to, limit)
                .Where(due => !known.Contains(due))
                .Select(due => Without(job, due, now)));
        }

        return [.. entries.OrderBy(entry => entry.Due).Take(limit)];
    }

    private static IEnumerable<LedgerTick> Of(
        TickRecord record, JobRecord? job, Schedule? schedule, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        if (record.Run is { } run)
        {
            var missed = run.MissedCount > 0 ? $"stands for {run.MissedCount} missed ticks too" : null;
            return [new LedgerTick(run.Due, "run", null, run.Id, run.State, missed)];
        }

        var skip = record.Skipped!;
        if (skip.Count == 1 || schedule is null or { Kind: ScheduleKind.After } || skip.Last <= job!.UpdatedAt || Spelled(skip, schedule, from, to, limit) is not { } ticks)
        {
            return [Entry(skip, record.InTheWay, skip.First) with { Through = skip.Count == 1 ? null : skip.Last, Count = skip.Count }];
        }

        return ticks.Select(due => Entry(skip, record.InTheWay, due));
    }

    private static LedgerTick Entry(SkippedTicks skip, Guid? inTheWay, DateTimeOffset due) =>
        new(due, "skipped", skip.Reason, inTheWay, RunState.Skipped, skip.Detail);

    // A span of more ticks than anybody asked for stays a span.
    private static List<DateTimeOffset>? Spelled(
        SkippedTicks skip, Schedule schedule, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var first = skip.First < from ? schedule.Next(from.AddTicks(-1)) : skip.First;
        var last = skip.Last < to ? skip.Last : to;
        var ticks = new List<DateTimeOffset>();
        for (var due = first; due is { } tick && tick <= last; due = schedule.Next(tick))
        {
            if (ticks.Count == limit)
            {
                return null;
            }

            ticks.Add(tick);
        }

        return ticks;
    }

    // The present schedule says nothing about the time before it was in force, nor about what retention has pruned.
    private static IEnumerable<DateTimeOffset> Expected(
        JobRecord job, Schedule schedule, List<LedgerTick> entries, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var since = job.LedgerFrom is { } pruned && pruned > job.UpdatedAt ? pruned : job.UpdatedAt;

        // From the cursor on it is always the present schedule, though something else of the job was edited since.
        since = job.NextDue is { } cursor && cursor <= since ? cursor.AddTicks(-1) : since;
        var after = from > since ? from.AddTicks(-1) : since;

        // A page that is full of records ends with the last of them; expecting more would only show what does not fit.
        var end = entries.Count >= limit ? entries[^1].Due : to;
        var count = 0;
        for (var due = schedule.Next(after); due is { } tick && tick <= end && count < limit;)
        {
            if (entries.Find(entry => entry.Due <= tick && tick <= entry.Through) is { Through: { } through })
            {
                due = schedule.Next(through);
                continue;
            }

            count++;
            yield return tick;
            due = schedule.Next(tick);
        }
    }

    private static LedgerTick Without(JobRecord job, DateTimeOffset due, DateTimeOffset now)
    {
        if (due <= now && !(due >= job.NextDue))
        {
            return new LedgerTick(due, "unrecorded", Detail: "the record has a gap here: please report it");
        }

        if (!job.Definition.Enabled)
        {
            return new LedgerTick(due, due > now ? "pending" : "skipped", SkipReason.Disabled, Detail: OffText.Is(job));
        }

        // What comes due after the end of a pause fires, though nobody may have ended it yet.
        if (job.Pause is not { } pause || pause.Until <= due)
        {
            return new LedgerTick(due, "pending");
        }

        return pause.Ticks == PausedTicks.Skip
            ? new LedgerTick(due, due > now ? "pending" : "skipped", SkipReason.Paused, Detail: PauseText.Of(pause))
            : new LedgerTick(due, "pending", SkipReason.Paused, Detail: PauseText.Of(pause) + "; decided when the pause ends");
    }
}
