namespace Belfry.Schedules;

/// <summary>The proleptic Gregorian calendar from 1970 to 9999, in days since 1970-01-01.</summary>
internal static class Civil
{
    public const int FirstYear = 1970;
    public const int LastYear = 9999;
    public const int LastDay = 2_932_896;
    public const int SecondsPerDay = 86_400;

    /// <summary>The last local second with a four-digit year.</summary>
    public const long LastSecond = LastDay * (long)SecondsPerDay + SecondsPerDay - 1;

    // Days from 0000-03-01, where the computational calendar begins so that a leap day ends its year.
    private const uint DaysTo1970 = 719_468;
    private const uint DaysPerCycle = 146_097;

    /// <summary>Year, month and day of a day number: Neri and Schneider, "Euclidean affine functions", 2022.</summary>
    public static void FromDay(int dayNumber, out int year, out int month, out int day)
    {
        var n1 = 4 * ((uint)dayNumber + DaysTo1970) + 3;
        var century = n1 / DaysPerCycle;
        var n2 = (n1 % DaysPerCycle) | 3;
        var product = 2_939_745UL * n2;
        var dayOfYear = (uint)product / 2_939_745 / 4;
        var n3 = 2141 * dayOfYear + 197_913;
        var isNextYear = dayOfYear >= 306;
        year = (int)(100 * century + (uint)(product >> 32)) + (isNextYear ? 1 : 0);
        month = (int)(n3 >> 16) - (isNextYear ? 12 : 0);
        day = (int)((n3 & 0xFFFF) / 2141) + 1;
    }

    public static int ToDay(int year, int month, int day)
    {
        var isPreviousYear = month <= 2;
        var y = (uint)(isPreviousYear ? year - 1 : year);
        var m = (uint)(isPreviousYear ? month + 12 : month);
        var century = y / 100;
        var toYear = 1461 * y / 4 - century + century / 4;
        var toMonth = (979 * m - 2919) / 32;
        return (int)(toYear + toMonth + (uint)day - 1 - DaysTo1970);
    }

    public static bool IsLeap(int year) => (year & 3) == 0 && (year % 25 != 0 || (year & 15) == 0);

    public static int DaysInMonth(int year, int month) =>
        month == 2 ? IsLeap(year) ? 29 : 28 : 30 | (month ^ (month >> 3));

    /// <summary>0 is Sunday.</summary>
    public static int Weekday(int dayNumber) => (int)((uint)(dayNumber + 4) % 7);
}
