using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Status;

/// <summary>Finished runs in numbers. Percentiles are upper bounds of the duration classes they fall into.</summary>
/// <param name="Job">Null for all jobs.</param>
/// <param name="SuccessRate">0 to 1 of the runs that succeeded, failed or died; null when there were none.</param>
internal sealed record RunFigures(
    string? Job,
    DateTimeOffset From,
    DateTimeOffset To,
    long Runs,
    long Succeeded,
    long Failed,
    long Dead,
    long Cancelled,
    double? SuccessRate,
    double? AverageMs,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    IReadOnlyList<HourFigures> Hours)
{
    /// <summary>Whether the job keeps to its interval; null for all jobs.</summary>
    public DriftReport? Drift { get; init; }

    public static RunFigures Of(string? job, DateTimeOffset from, DateTimeOffset to, RunStatistics statistics)
    {
        var buckets = statistics.Buckets;
        long runs = buckets.Sum(bucket => bucket.Count);
        long succeeded = Count(RunState.Succeeded);
        long judged = succeeded + Count(RunState.Failed) + Count(RunState.Dead);
        return new RunFigures(
            job,
            from,
            to,
            runs,
            succeeded,
            Count(RunState.Failed),
            Count(RunState.Dead),
            Count(RunState.Cancelled),
            judged == 0 ? null : (double)succeeded / judged,
            runs == 0 ? null : (double)buckets.Sum(bucket => bucket.TotalMilliseconds) / runs,
            Percentile(buckets, runs, 0.50),
            Percentile(buckets, runs, 0.95),
            Percentile(buckets, runs, 0.99),
            [.. buckets.GroupBy(bucket => bucket.Hour).OrderBy(hour => hour.Key).Select(HourFigures.Of)]);

        long Count(RunState state) => buckets.Where(bucket => bucket.State == state).Sum(bucket => bucket.Count);
    }

    private static double? Percentile(IReadOnlyList<StatisticsBucket> buckets, long runs, double share)
    {
        long left = (long)Math.Ceiling(runs * share);
        foreach (var bucket in buckets.OrderBy(bucket => bucket.DurationBucket))
        {
            left -= bucket.Count;
            if (left <= 0)
            {
                return Math.Round(DurationBuckets.UpperBound(bucket.DurationBucket).TotalMilliseconds);
            }
        }

        return null;
    }
}

internal sealed record HourFigures(DateTimeOffset Hour, long Runs, long Failed)
{
    public static HourFigures Of(IGrouping<DateTimeOffset, StatisticsBucket> hour) => new(
        hour.Key,
        hour.Sum(bucket => bucket.Count),
        hour.Where(bucket => bucket.State is RunState.Failed or RunState.Dead).Sum(bucket => bucket.Count));
}
