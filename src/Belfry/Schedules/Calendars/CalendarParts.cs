using System.Globalization;
using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Calendars;

/// <summary>The items that calendars list. Null leaves the error with the cursor.</summary>
internal static class CalendarParts
{
    public static DateOnly? Date(Cursor cursor)
    {
        var token = cursor.Take();
        if (DateOnly.TryParseExact(cursor.Text(token), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        cursor.Unexpected("date", token, "a date such as 2026-12-25");
        return null;
    }

    public static (DateOnly First, DateOnly Last)? Dates(Cursor cursor)
    {
        var token = cursor.Peek();
        if (Date(cursor) is not { } first || !cursor.Expect("to", "range") || Date(cursor) is not { } last)
            return null;
        if (last >= first)
            return (first, last);
        cursor.Fail("SCHEDULE_BAD_WINDOW", "range", token, "is after the end of its range", "an end at or after the start", null);
        return null;
    }

    public static (int Month, int Day)? DayOfYear(Cursor cursor) =>
        YearText.TryDate(cursor, out var month, out var day, out _) ? (month, day) : null;

    public static (TimeOnly From, TimeOnly Until)? Times(Cursor cursor)
    {
        if (!TimeText.TryTime(cursor, out var from) || !cursor.Expect("to", "range"))
            return null;
        var until = 0;
        return cursor.Take("24:00") || TimeText.TryTime(cursor, out until) ? (Time(from), Time(until)) : null;
    }

    private static TimeOnly Time(int second) => new(second * TimeSpan.TicksPerSecond);
}
