namespace Belfry.Runs;

/// <summary>Buckets of durations, the same in every store: bucket <c>n</c> ends at √2ⁿ milliseconds.</summary>
internal static class DurationBuckets
{
    public static int Of(TimeSpan duration) =>
        duration.TotalMilliseconds <= 1 ? 0 : (int)Math.Ceiling(2 * Math.Log2(duration.TotalMilliseconds));

    /// <summary>The longest duration that belongs to the bucket.</summary>
    public static TimeSpan UpperBound(int bucket) => TimeSpan.FromMilliseconds(Math.Pow(2, bucket / 2.0));
}
