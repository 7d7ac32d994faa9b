namespace Belfry.Schedules.Days;

/// <summary>What happens to a day of the month in a month that is too short for it.</summary>
internal enum ShortMonth
{
    /// <summary>Never needed: no day beyond the 28th is named.</summary>
    None,

    /// <summary>The nearest day there is (<c>or last</c>).</summary>
    Clamp,

    /// <summary>No run that month (<c>or skip</c>).</summary>
    Skip,
}

internal enum MonthDayKind
{
    /// <summary>The n-th day; negative numbers count from the end, -1 is the last day.</summary>
    Day,

    /// <summary>The n-th of one weekday; -1 is the last.</summary>
    Weekday,

    /// <summary>The n-th day from Monday to Friday; -1 is the last.</summary>
    Workday,
}

/// <summary>One way to name a day of a month.</summary>
internal readonly record struct MonthDay(MonthDayKind Kind, int N, int Weekday = 0)
{
    /// <summary>The day meant in a month of <paramref name="length"/> days that starts on weekday <paramref name="first"/>; 0 if it has none.</summary>
    public int In(int length, int first, ShortMonth shortMonth) => Kind switch
    {
        MonthDayKind.Day => Numbered(length, shortMonth),
        MonthDayKind.Weekday => OfWeekday(length, first),
        _ => OfWorkdays(length, first),
    };

    private int Numbered(int length, ShortMonth shortMonth)
    {
        var day = N > 0 ? N : length + 1 + N;
        if (shortMonth == ShortMonth.Clamp)
            return Math.Clamp(day, 1, length);
        return day >= 1 && day <= length ? day : 0;
    }

    private int OfWeekday(int length, int first)
    {
        var earliest = 1 + (Weekday - first + 7) % 7;
        var latest = earliest + (length - earliest) / 7 * 7;
        var day = N > 0 ? earliest + 7 * (N - 1) : latest + 7 * (N + 1);
        return day >= 1 && day <= length ? day : 0;
    }

    private int OfWorkdays(int length, int first)
    {
        var left = Math.Abs(N);
        for (var i = 1; i <= length; i++)
        {
            var day = N > 0 ? i : length + 1 - i;
            if ((first + day - 1) % 7 is not (0 or 6) && --left == 0)
                return day;
        }
        return 0;
    }
}
