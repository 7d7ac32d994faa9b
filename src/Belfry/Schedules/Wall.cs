namespace Belfry.Schedules;

/// <summary>Wall-clock arithmetic: local seconds since 1970-01-01T00:00.</summary>
internal static class Wall
{
    /// <summary>2001-01-01, a Monday: what is counted from when a schedule names no anchor, so that every node counts alike.</summary>
    public const int AnchorDay = 11_323;

    public static int DayOf(long local) => (int)FloorDiv(local, Civil.SecondsPerDay);

    public static int SecondOf(long local) => (int)(local - FloorDiv(local, Civil.SecondsPerDay) * Civil.SecondsPerDay);

    public static long At(int day, int second) => (long)day * Civil.SecondsPerDay + second;

    public static long Seconds(DateTime local) =>
        FloorDiv(local.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);

    /// <summary>East of Greenwich the last instants of 9999 are shown as the last second of that year, because <see cref="DateTime"/> ends there.</summary>
    public static DateTime Time(long local) =>
        new(DateTime.UnixEpoch.Ticks + Math.Min(local, Civil.LastSecond) * TimeSpan.TicksPerSecond);

    public static long FloorDiv(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }

    public static long FloorMod(long value, long divisor)
    {
        var remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }
}
