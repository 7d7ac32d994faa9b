using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Texts;

/// <summary>A date of the year: <c>29 feb or last</c>, <c>february 29 or skip</c>.</summary>
internal static class YearText
{
    private static readonly string[] Names = [.. Written.Months.Select(Written.Lower)];

    public static ScheduleForm? Parse(Cursor cursor, int every)
    {
        if (!TryDate(cursor, out var month, out var day, out var token))
            return null;
        var late = month == 2 && day == 29 ? token : default;
        if (!MonthText.TryShortMonth(cursor, late, "yearly on 29 feb", out var shortMonth) || !TimeText.TryAt(cursor, out var times))
            return null;
        return new YearForm(month, day, shortMonth, every, times);
    }

    /// <summary><c>29 feb</c> or <c>february 29th</c>: a day that at least leap years have.</summary>
    public static bool TryDate(Cursor cursor, out int month, out int day, out Token dayToken)
    {
        var first = cursor.Take();
        var second = cursor.Take();
        var dayFirst = MonthText.ReadNumber(cursor.Text(first)) >= 0;
        (dayToken, var monthToken) = dayFirst ? (first, second) : (second, first);
        (month, day) = (Month(cursor.Text(monthToken)), MonthText.ReadNumber(cursor.Text(dayToken)));
        if (month == 0)
            return cursor.Unknown("month", monthToken, dayFirst ? "a month" : "a day and a month such as '29 feb'", Names);
        if (day < 0)
            return cursor.Unexpected("day", dayToken, "a day of the month");
        var last = Civil.DaysInMonth(2000, month);
        return day >= 1 && day <= last
            || cursor.Fail("SCHEDULE_BAD_DATE", "day", dayToken, "is not a day of " + Written.Months[month - 1], $"1 to {last}", null);
    }

    private static int Month(ReadOnlySpan<char> text)
    {
        for (var month = 1; month <= 12; month++)
        {
            var name = Names[month - 1].AsSpan();
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase) || text.Equals(name[..3], StringComparison.OrdinalIgnoreCase))
                return month;
        }
        return 0;
    }
}
