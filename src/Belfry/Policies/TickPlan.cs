using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>A tick that gets a run, and the older missed ones it stands for.</summary>
internal readonly record struct PlannedTick(DateTimeOffset Due, long MissedCount = 0, DateTimeOffset? FirstMissed = null);

/// <summary>
/// What becomes of a job's ticks from its cursor up to now: each one gets a run or stands in a skip, and the cursor moves
/// behind all of them. Pure.
/// </summary>
/// <param name="Run">Ticks to run, oldest first.</param>
/// <param name="Skips">Ticks without a run.</param>
/// <param name="NextDue">The cursor afterwards.</param>
internal sealed record TickPlan(
    IReadOnlyList<PlannedTick> Run, IReadOnlyList<SkippedTicks> Skips, DateTimeOffset? NextDue)
{
    /// <summary>A tick that is later than this counts as missed.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromSeconds(60);

    /// <summary>Skipped ticks are counted up to here; a larger span says "at least".</summary>
    public const long CountLimit = 1_000_000;

    /// <summary>
    /// Plans the ticks of <c>[cursor, now]</c> under a misfire policy. While no tick is later than
    /// <see cref="MissedAfter"/>, each gets its run, unless <c>all</c> allows fewer. Otherwise <c>last</c> and <c>all</c> look at everything that is due, so
    /// that an outage is never followed by a burst, and <c>skip</c> drops only what is late.
    /// </summary>
    public static TickPlan Due(Schedule schedule, MisfirePolicy policy, DateTimeOffset cursor, DateTimeOffset now)
    {
        var next = schedule.Next(now);
        if (cursor > now)
        {
            return new TickPlan([], [], cursor);
        }

        if (now - cursor <= MissedAfter && Each(schedule, cursor, now) is var each && !IsStorm(policy, each.Count))
        {
            return new TickPlan(each, [], next);
        }

        if (policy.Rule == MisfireRule.Skip)
        {
            var firstOnTime = schedule.Next((now - MissedAfter).AddTicks(-1));
            var onTime = firstOnTime is { } first && first <= now ? Each(schedule, first, now) : [];
            return new TickPlan(onTime, Missed(schedule, policy, cursor, Before(schedule, onTime, now), now), next);
        }

        var newest = Newest(schedule, policy, cursor, now);
        var skips = Missed(schedule, policy, cursor, Before(schedule, newest, now), now);
        if (policy.Rule == MisfireRule.Last && newest.Count == 1 && skips.Count > 0)
        {
            newest = [newest[0] with { MissedCount = skips.Sum(skip => skip.Count), FirstMissed = cursor }];
        }

        return new TickPlan(newest, skips, next);
    }

    /// <summary>Plans the ticks that a pause held back, by the choice made when it began.</summary>
    public static TickPlan AfterPause(
        Schedule schedule, MisfirePolicy policy, PausedTicks ticks, DateTimeOffset cursor, DateTimeOffset now, string detail)
    {
        if (cursor > now)
        {
            return new TickPlan([], [], cursor);
        }

        var newest = ticks switch
        {
            PausedTicks.Last => Newest(schedule, policy with { Rule = MisfireRule.Last }, cursor, now),
            PausedTicks.All => Newest(schedule, policy with { Rule = MisfireRule.All }, cursor, now),
            _ => [],
        };
        var last = Before(schedule, newest, now);
        return new TickPlan(newest, Span(schedule, cursor, last, SkipReason.Paused, detail), schedule.Next(now));
    }

    /// <summary>The ticks of <c>[first, last]</c> as one skip with a reason; none when the span is empty.</summary>
    public static IReadOnlyList<SkippedTicks> Span(
        Schedule schedule, DateTimeOffset first, DateTimeOffset? last, SkipReason reason, string? detail)
    {
        if (last is not { } end || end < first)
        {
            return [];
        }

        var count = first == end ? 1 : 1 + schedule.Count(first, end, CountLimit);
        return [new SkippedTicks(first, end, count, reason, detail)];
    }

    // A host that slept for half a minute must not start thirty runs of a job that allows three.
    private static bool IsStorm(MisfirePolicy policy, int ticks) => policy.Rule == MisfireRule.All && ticks > policy.Max;

    private static List<PlannedTick> Each(Schedule schedule, DateTimeOffset first, DateTimeOffset now)
    {
        var ticks = new List<PlannedTick>();
        for (DateTimeOffset? tick = first; tick is { } due && due <= now; tick = schedule.Next(due))
        {
            ticks.Add(new PlannedTick(due));
        }

        return ticks;
    }

    // Backwards from now, so that the cost is the number of runs and not the length of the outage.
    private static List<PlannedTick> Newest(
        Schedule schedule, MisfirePolicy policy, DateTimeOffset cursor, DateTimeOffset now)
    {
        var most = policy.Rule == MisfireRule.Last ? 1 : policy.Max;
        var oldest = Oldest(schedule, policy, cursor, now);
        var ticks = new List<PlannedTick>();
        var tick = LastDue(schedule, now);
        while (ticks.Count < most && tick is { } due && due >= oldest)
        {
            ticks.Add(new PlannedTick(due));
            tick = schedule.Previous(due);
        }

        ticks.Reverse();
        return ticks;
    }

    private static List<SkippedTicks> Missed(
        Schedule schedule, MisfirePolicy policy, DateTimeOffset cursor, DateTimeOffset? last, DateTimeOffset now)
    {
        var oldest = Oldest(schedule, policy, cursor, now);
        var expired = Span(
            schedule,
            cursor,
            last is { } end && end < oldest ? end : schedule.Previous(oldest),
            SkipReason.Expired,
            $"older than {Durations.Text(policy.Within)} when the scheduler came back at {Durations.Instant(now)}");
        var from = expired.Count > 0 ? schedule.Next(expired[0].Last) : cursor;
        var missed = from is { } first
            ? Span(
                schedule,
                first,
                last,
                SkipReason.Misfire,
                $"not fired until {Durations.Instant(now)}; the misfire policy is {policy.Rule.ToString().ToLowerInvariant()}")
            : [];
        return [.. expired, .. missed];
    }

    // A one-off is still wanted, however late.
    private static DateTimeOffset Oldest(
        Schedule schedule, MisfirePolicy policy, DateTimeOffset cursor, DateTimeOffset now) =>
        schedule.Kind == ScheduleKind.Once || now - cursor <= policy.Within ? cursor : now - policy.Within;

    private static DateTimeOffset? Before(Schedule schedule, List<PlannedTick> ticks, DateTimeOffset now) =>
        ticks.Count > 0 ? schedule.Previous(ticks[0].Due) : LastDue(schedule, now);

    // Ticks are whole seconds: the greatest one at or before now is the greatest before the next tick of the clock.
    private static DateTimeOffset? LastDue(Schedule schedule, DateTimeOffset now) => schedule.Previous(now.AddTicks(1));
}
