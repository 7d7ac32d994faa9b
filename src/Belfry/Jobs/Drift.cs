using System.Globalization;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>How a job gets away from its schedule.</summary>
public enum DriftKind
{
    /// <summary>Its runs take longer than its interval.</summary>
    Overrun,

    /// <summary>It runs less often than its schedule says.</summary>
    Cadence,

    /// <summary>Its runs grow, and will overrun.</summary>
    Growth,
}

/// <param name="Sentence">Goes on from the job's name.</param>
public sealed record DriftFinding(DriftKind Kind, string Sentence);

/// <param name="Interval">The shortest time between two of its next ticks; null when it has none.</param>
/// <param name="UsedShare">The average duration of the last day's runs as a share of the interval; null when there were none.</param>
public sealed record DriftReport(TimeSpan? Interval, double? UsedShare, IReadOnlyList<DriftFinding> Findings);

/// <summary>Judges over the roll-ups whether a job keeps to its interval. Pure.</summary>
internal static class Drift
{
    /// <summary>How much of the past is looked at.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(14);

    private const int TicksLookedAt = 10;
    private const int LeastRuns = 5;
    private const int LeastTicks = 10;
    private const int MostTicks = 5_000;
    private const int LeastDays = 5;
    private const double LeastShareOfTicks = 0.9;
    private const double LeastCorrelation = 0.7;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <param name="since">The schedule is as it is since then.</param>
    /// <param name="statistics">Of the job, over <see cref="Window"/>.</param>
    public static DriftReport Judge(Schedule schedule, DateTimeOffset since, RunStatistics statistics, DateTimeOffset now)
    {
        if (Interval(schedule, now) is not { } interval)
        {
            return new DriftReport(null, null, []);
        }

        StatisticsBucket[] executed = [.. statistics.Buckets.Where(bucket => bucket.State is RunState.Succeeded or RunState.Failed or RunState.Dead)];
        StatisticsBucket[] recent = [.. executed.Where(bucket => bucket.Hour >= Hour(now) - Day)];
        double? average = Average(recent);
        DriftFinding?[] findings =
        [
            Overrun(recent, average, interval),
            Cadence(schedule, since, statistics.Buckets, now),
            Growth(executed, interval, now),
        ];
        return new DriftReport(interval, average / interval.TotalMilliseconds, [.. findings.OfType<DriftFinding>()]);
    }

    private static TimeSpan? Interval(Schedule schedule, DateTimeOffset now)
    {
        TimeSpan? shortest = null;
        var before = schedule.Next(now);
        for (int i = 0; i < TicksLookedAt && before is { } tick && schedule.Next(tick) is { } next; i++, before = next)
        {
            shortest = shortest < next - tick ? shortest : next - tick;
        }

        return shortest;
    }

    private static double? Average(IReadOnlyCollection<StatisticsBucket> buckets) => buckets.Sum(bucket => bucket.Count) is > 0 and var runs
        ? (double)buckets.Sum(bucket => bucket.TotalMilliseconds) / runs
        : null;

    private static DriftFinding? Overrun(StatisticsBucket[] recent, double? average, TimeSpan interval)
    {
        long runs = recent.Sum(bucket => bucket.Count);
        if (runs < LeastRuns)
        {
            return null;
        }

        if (average > interval.TotalMilliseconds)
        {
            return new DriftFinding(
                DriftKind.Overrun, $"takes {Text(average.Value)} on average, longer than its interval of {Durations.Text(interval)}");
        }

        // A class of durations counts as slow when even its shortest is.
        long slow = recent.Where(bucket => DurationBuckets.UpperBound(bucket.DurationBucket - 1) >= interval).Sum(bucket => bucket.Count);
        return slow * 20 >= runs
            ? new DriftFinding(DriftKind.Overrun, string.Create(
                CultureInfo.InvariantCulture,
                $"took longer than its interval of {Durations.Text(interval)} in {slow:N0} of the last day's {runs:N0} runs"))
            : null;
    }

    private static DriftFinding? Cadence(Schedule schedule, DateTimeOffset since, IReadOnlyList<StatisticsBucket> buckets, DateTimeOffset now)
    {
        // Whole hours, as the statistics are.
        var to = Hour(now);
        foreach (int hours in new[] { 24, 1 })
        {
            var from = to - TimeSpan.FromHours(hours);
            if (from < since)
            {
                from = Hour(since + TimeSpan.FromHours(1));
            }

            long ticks = from < to ? schedule.Count(from, to, MostTicks) : 0;
            if (ticks < LeastTicks)
            {
                return null;
            }

            if (ticks == MostTicks)
            {
                continue;
            }

            long runs = buckets.Where(bucket => bucket.Hour >= from && bucket.Hour < to).Sum(bucket => bucket.Count);
            return runs >= ticks * LeastShareOfTicks ? null : new DriftFinding(DriftKind.Cadence, string.Create(
                CultureInfo.InvariantCulture,
                $"ended {runs:N0} runs in {Durations.Text(to - from)}, in which its schedule has {ticks:N0} ticks{Every(runs, to - from, ticks)}"));
        }

        return null;
    }

    private static string Every(long runs, TimeSpan time, long ticks) => runs == 0
        ? ""
        : $": one every {Durations.Text(time / runs)} instead of every {Durations.Text(time / ticks)}";

    // A line through the averages of the days, by least squares.
    private static DriftFinding? Growth(StatisticsBucket[] executed, TimeSpan interval, DateTimeOffset now)
    {
        (double Day, double Average)[] days =
        [
            .. executed.Where(bucket => bucket.State == RunState.Succeeded)
                .GroupBy(bucket => bucket.Hour.UtcDateTime.Date)
                .Select(day => ((day.Key.AddHours(12) - now.UtcDateTime).TotalDays, Average([.. day])!.Value)),
        ];
        if (days.Length < LeastDays)
        {
            return null;
        }

        var (meanDay, mean) = (days.Average(day => day.Day), days.Average(day => day.Average));
        double together = days.Sum(day => (day.Day - meanDay) * (day.Average - mean));
        var (ofDays, ofAverages) = (days.Sum(day => Square(day.Day - meanDay)), days.Sum(day => Square(day.Average - mean)));
        double slope = together / ofDays;
        double today = mean - (slope * meanDay);
        double left = (interval.TotalMilliseconds - today) / slope;
        return slope > 0 && together / Math.Sqrt(ofDays * ofAverages) >= LeastCorrelation && left > 0 && left < Soon.TotalDays
            ? new DriftFinding(DriftKind.Growth, string.Create(
                CultureInfo.InvariantCulture,
                $"takes {Text(slope)} longer each day, {Text(today)} now, and reaches its interval of {Durations.Text(interval)} in about {Math.Ceiling(left):0} {(left <= 1 ? "day" : "days")}"))
            : null;
    }

    private static double Square(double value) => value * value;

    private static DateTimeOffset Hour(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static string Text(double milliseconds) => Durations.Text(TimeSpan.FromMilliseconds(Math.Round(milliseconds)));
}
