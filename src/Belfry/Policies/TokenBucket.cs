namespace Belfry.Policies;

/// <summary>
/// A rate limit as one instant: when the bucket is full again if nothing more is taken. Pure; stores keep the instant and judge
/// it by their own clock.
/// </summary>
internal static class TokenBucket
{
    /// <summary>How many may start now.</summary>
    /// <param name="fullAt">Null when nothing was ever taken.</param>
    public static int Available(LimitPolicy limit, DateTimeOffset? fullAt, DateTimeOffset now)
    {
        if (limit is not { Starts: { } starts, Per: { } per })
        {
            return int.MaxValue;
        }

        // A rate that was made smaller may have an instant further away than an empty bucket: nothing, not less than nothing.
        var missing = fullAt - now ?? TimeSpan.Zero;
        return missing <= TimeSpan.Zero ? starts
            : missing >= per ? 0
            : (int)((per - missing).Ticks * (Int128)starts / per.Ticks);
    }

    /// <summary>The instant after <paramref name="count"/> starts, in whole microseconds, as stores keep it: rounded up, so that never too many start.</summary>
    public static DateTimeOffset Take(LimitPolicy limit, DateTimeOffset? fullAt, DateTimeOffset now, int count)
    {
        var from = fullAt is { } full && full > now ? full : now;
        var ticks = (long)(limit.Per!.Value.Ticks * (Int128)count / limit.Starts!.Value);
        return from.AddMicroseconds((ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>When the next one may start; at or before now when one may.</summary>
    public static DateTimeOffset? Next(LimitPolicy limit, DateTimeOffset? fullAt) =>
        limit is { Starts: { } starts, Per: { } per } && fullAt is { } full
            ? full - per + new TimeSpan((per.Ticks + starts - 1) / starts)
            : null;
}
