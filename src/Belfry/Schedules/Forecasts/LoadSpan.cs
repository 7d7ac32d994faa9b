namespace Belfry.Schedules.Forecasts;

/// <summary>The time a load forecast looks at, in steps: <c>[from, to)</c>.</summary>
internal readonly record struct LoadSpan(DateTimeOffset From, DateTimeOffset To, TimeSpan Bucket)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>A week of five-minute buckets, or a day and more of minutes.</summary>
    public const int MostBuckets = 2_016;

    public int Buckets => (int)Math.Ceiling((To - From) / Bucket);

    public StartCounts Count(TimeSpan step) => new(From, step, (int)Math.Ceiling((To - From) / step));
}
