namespace Belfry.Schedules;

/// <summary>Wall-clock arithmetic: local seconds and local days since 1970-01-01 of the proleptic Gregorian calendar.</summary>
internal static class Wall
{
    public const int DaySeconds = 86_400;

    /// <summary>9999-12-31T23:59:59, the last second a schedule can name.</summary>
    public const long Last = 253_402_300_799;

    /// <summary>9999-12-31.</summary>
    public const int LastDay = 2_932_896;

    /// <summary>2001-01-01, a Monday: what is counted from when a schedule names no anchor, so that every node counts alike.</summary>
    public const int AnchorDay = 11_323;

    private const int EpochDayNumber = 719_162;

    public static int DayOf(long local) => (int)FloorDiv(local, DaySeconds);

    public static int SecondOf(long local) => (int)(local - FloorDiv(local, DaySeconds) * DaySeconds);

    public static long At(int day, int second) => (long)day * DaySeconds + second;

    public static int DayOf(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - EpochDayNumber;

    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day + EpochDayNumber);

    /// <summary>0 is Sunday, as in cron.</summary>
    public static int Weekday(int day) => (int)FloorMod(day + 4, 7);

    public static long Seconds(DateTime local) =>
        FloorDiv(local.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);

    public static DateTime Time(long local) => new(DateTime.UnixEpoch.Ticks + local * TimeSpan.TicksPerSecond);

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
