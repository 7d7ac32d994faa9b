using Belfry.Schedules.Days;
using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Texts;

/// <summary>Days of a month: <c>day 1, 15</c>, <c>day 31 or last</c>, <c>the last day</c>, <c>the second tuesday</c>, <c>the last weekday</c>.</summary>
internal static class MonthText
{
    private const string Expected = "'day' and a number, or 'the' with an ordinal and a day";
    private static readonly string[] Ordinals = [.. Written.Ordinals, "last"];

    public static ScheduleForm? Parse(Cursor cursor, int every)
    {
        var days = new List<MonthDay>();
        Token late = default;
        do
        {
            if (!TryDay(cursor, out var day, out var number))
                return null;
            if (!days.Contains(day))
                days.Add(day);
            if (day.Kind == MonthDayKind.Day && Math.Abs(day.N) > 28 && late.IsEnd)
                late = number;
        }
        while (cursor.TakeSeparator());
        if (!TryShortMonth(cursor, late, "monthly on day 31", out var shortMonth) || !TimeText.TryAt(cursor, out var times))
            return null;
        return new MonthForm(InOrder(days), shortMonth, every, times);
    }

    /// <summary><c>or last</c>, <c>or skip</c>; one of them must follow a day that some months or years do not have.</summary>
    /// <param name="cursor">Behind the days.</param>
    /// <param name="late">The number of the day that is not in every month; the default when there is none.</param>
    /// <param name="example">What the hint completes.</param>
    /// <param name="shortMonth">None when no choice was needed, even if one was made.</param>
    public static bool TryShortMonth(Cursor cursor, Token late, string example, out ShortMonth shortMonth)
    {
        shortMonth = ShortMonth.None;
        if (!cursor.Take("or"))
        {
            return late.IsEnd || cursor.Fail("SCHEDULE_DAY_NEEDS_LAST", "day", late, "is not in every month",
                "'or last' (the last day there is) or 'or skip' (no run) after the days", $"'{example} or last at …'");
        }
        var token = cursor.Take();
        if (cursor.Is(token, "last"))
            shortMonth = ShortMonth.Clamp;
        else if (cursor.Is(token, "skip"))
            shortMonth = ShortMonth.Skip;
        else
            return cursor.Unknown("day", token, "'last' or 'skip'", ["last", "skip"]);
        if (late.IsEnd)
            shortMonth = ShortMonth.None;
        return true;
    }

    /// <summary>A number with or without <c>st</c>, <c>nd</c>, <c>rd</c>, <c>th</c>, or -1.</summary>
    public static int ReadNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[^2..] is "st" or "nd" or "rd" or "th")
            text = text[..^2];
        return NumberText.Read(text, 2);
    }

    private static bool TryDay(Cursor cursor, out MonthDay day, out Token token)
    {
        token = cursor.Peek();
        day = default;
        if (cursor.Take("the"))
            return TryOrdinal(cursor, out day, out token);
        var isNamed = cursor.Take("day");
        token = cursor.Take();
        var text = cursor.Text(token);
        var isBack = text.StartsWith("-");
        var n = ReadNumber(isBack ? text[1..] : text);
        day = new(MonthDayKind.Day, isBack ? -n : n);
        if (n is >= 1 and <= 31)
            return true;
        if (n < 0 && !isBack)
            return cursor.Unknown("day", token, isNamed ? "a day from 1 to 31" : Expected, isNamed ? [] : ["day", "the"]);
        return cursor.Fail("SCHEDULE_OUT_OF_RANGE", "day", token, "is not a day of a month", "1 to 31, or -1 to -31 counted from the end", null);
    }

    private static bool TryOrdinal(Cursor cursor, out MonthDay day, out Token token)
    {
        day = default;
        token = cursor.Take();
        var text = cursor.Text(token).ToString();
        var n = Array.FindIndex(Ordinals, o => o.Equals(text, StringComparison.OrdinalIgnoreCase)) + 1;
        if (n == 0)
            n = ReadNumber(text);
        if (n is < 1 or > 31)
            return cursor.Unknown("day", token, "an ordinal from 'first' to 'fifth', or 'last'", Ordinals);
        if (n == Ordinals.Length && char.IsAsciiLetter(text[0]))
            n = -1;
        var named = cursor.Peek();
        if (cursor.Take("day"))
            day = new(MonthDayKind.Day, n);
        else if (cursor.Take("weekday"))
            day = new(MonthDayKind.Workday, n);
        else if (WeekdayText.Read(cursor.Text(named)) is >= 0 and var weekday)
            (_, day) = (cursor.Take(), new(MonthDayKind.Weekday, n, weekday));
        else if (char.IsAsciiDigit(text[0]))
            day = new(MonthDayKind.Day, n);
        else
            return cursor.Unknown("day", named, "'day', 'weekday' or a day of the week", [.. WeekdayText.Names, "day", "weekday"]);
        return day.Kind == MonthDayKind.Day || n <= 5
            || cursor.Fail("SCHEDULE_OUT_OF_RANGE", "day", token, "is in no month", "'first' to 'fifth', or 'last'", null);
    }

    private static MonthDay[] InOrder(List<MonthDay> days) =>
        [.. days.OrderBy(d => d.Kind).ThenBy(d => d.N < 0 ? 100 + d.N : d.N).ThenBy(d => d.Weekday)];
}
