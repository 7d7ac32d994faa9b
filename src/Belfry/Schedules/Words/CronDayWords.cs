using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Words;

/// <summary>The day and month fields of a cron expression. Begins with a space or a comma, or is empty.</summary>
internal static class CronDayWords
{
    private const uint OddDays = 0xAAAA_AAAA;
    private const uint EvenDays = 0x5555_5554;

    public static string Of(CronPattern pattern)
    {
        var months = Months(pattern.Months);
        if (pattern.RestrictsDayOfMonth && pattern.RestrictsDayOfWeek)
            return Both(pattern, months);
        if (pattern.RestrictsDayOfMonth)
            return DaysOfMonth(pattern, months);
        if (pattern.RestrictsDayOfWeek)
            return DaysOfWeek(pattern, months);
        return (pattern.IsInterval ? "" : " every day") + (months is null ? "" : " in " + months);
    }

    private static string Both(CronPattern pattern, string? months)
    {
        var days = DaysOfMonth(pattern, months);
        if (pattern.DayRule == DayRule.And)
            return days + " if it is " + Condition(pattern, months);
        var weekdays = Special(pattern, months) is { } special
            ? " on " + (pattern.DaysOfWeek == 0 ? special : Plural(pattern.DaysOfWeek) + " and " + special)
            : Forms.Weekdays.IsRow(pattern.DaysOfWeek) ? " " + Forms.Weekdays.Words(pattern.DaysOfWeek) : " on " + Plural(pattern.DaysOfWeek);
        return days + " or" + weekdays + (months is null || pattern.DaysOfWeek == 0 ? "" : " in " + months);
    }

    private static string Condition(CronPattern pattern, string? months)
    {
        var special = Special(pattern, months);
        if (pattern.DaysOfWeek == 0)
            return special!;
        var plain = Forms.Weekdays.IsRow(pattern.DaysOfWeek)
            ? Forms.Weekdays.Words(pattern.DaysOfWeek)
            : "a " + Written.List([.. Forms.Weekdays.In(pattern.DaysOfWeek).Select(d => Written.Weekdays[d])], "or");
        return special is null ? plain : plain + " or " + special;
    }

    private static string DaysOfWeek(CronPattern pattern, string? months)
    {
        var plain = pattern.DaysOfWeek;
        if (Special(pattern, months) is { } special)
            return " on " + (plain == 0 ? special : Plural(plain) + " and " + special);
        var words = plain == Forms.Weekdays.All ? " every day" : (Forms.Weekdays.IsRow(plain) ? ", " : " on ") + Forms.Weekdays.Words(plain);
        return words + (months is null ? "" : " in " + months);
    }

    // "the last Friday of the month", "the first and third Monday of June"; null without # and L.
    private static string? Special(CronPattern pattern, string? months)
    {
        var parts = new List<string>();
        foreach (var weekday in Forms.Weekdays.In(Forms.Weekdays.All))
        {
            var ordinals = Enumerable.Range(0, 5).Where(n => (pattern.NthDaysOfWeek >> 7 * n + weekday & 1) != 0).Select(n => Written.OrdinalWord(n + 1)).ToList();
            if ((pattern.LastDaysOfWeek >> weekday & 1) != 0)
                ordinals.Add("last");
            if (ordinals.Count > 0)
                parts.Add("the " + Written.List(ordinals) + " " + Written.Weekdays[weekday]);
        }
        return parts.Count == 0 ? null : Written.List(parts) + " of " + (months ?? "the month");
    }

    private static string DaysOfMonth(CronPattern pattern, string? months)
    {
        var plain = Values.Of(pattern.DaysOfMonth);
        var days = (from day in plain select "the " + Written.Ordinal(day)).ToList();
        var isNearest = pattern.DaysFromLast == 0 && pattern.WeekdaysFromLast == 0 && plain.Length == 0;
        if (!pattern.HasSpecialDays || pattern is { NearestWeekdays: 0, DaysFromLast: 0, WeekdaysFromLast: 0 })
            return Plain(plain, pattern, months);
        days.AddRange(from day in Values.Of(pattern.NearestWeekdays) select "the weekday nearest the " + Written.Ordinal(day));
        days.AddRange(from back in Values.Of(pattern.DaysFromLast).Reverse() select back == 0 ? "the last day" : Forms.Period.Before(back));
        days.AddRange(
            from back in Values.Of(pattern.WeekdaysFromLast).Reverse()
            select back == 0 ? "the last weekday (Mon–Fri)" : "the weekday nearest " + Forms.Period.Before(back));
        var words = Written.List(days) + (isNearest && months is null ? "" : " of " + (months ?? "the month"));
        return char.IsAsciiDigit(words[0]) ? ", " + words : " on " + words;
    }

    private static string Plain(int[] days, CronPattern pattern, string? months)
    {
        var of = " of " + (months ?? "the month");
        if (days.Length > 6 && pattern.DaysOfMonth == OddDays)
            return " on odd days" + of + " (1, 3, …, 31)";
        if (days.Length > 6 && pattern.DaysOfMonth == EvenDays)
            return " on even days" + of + " (2, 4, …, 30)";
        if (days.Length > 2 && days[^1] - days[0] == days.Length - 1)
            return " on days " + days[0] + " to " + days[^1] + of;
        if (Values.Step(days, 0) > 1)
            return " on days " + Values.List(days, 0, Values.Number) + of + (days[^1] > 28 ? " (restarts each month)" : "");
        var names = Written.List([.. days.Select((d, i) => (i == 0 ? "the " : "") + Written.Ordinal(d))]);
        if (days is not [var day])
            return " on " + names + of + (days[^1] > Shortest(pattern.Months) ? " (where the month has them)" : "");
        if (day <= Shortest(pattern.Months))
            return " on " + Date(day, pattern.Months, names + of);
        if (months is null)
            return " on " + names + " (months with fewer days are skipped)";
        return " on " + Date(day, pattern.Months, names + of) + (pattern.Months == 1 << 2 ? " (leap years only)" : " (where the month has one)");
    }

    // "1 January" where there is one month, otherwise "the 1st of …".
    private static string Date(int day, ushort months, string otherwise) =>
        Values.Of(months) is [var month] ? day + " " + Written.Months[month - 1] : otherwise;

    private static int Shortest(ushort months) => Values.Of(months).Min(m => Civil.DaysInMonth(2001, m));

    private static string? Months(ushort mask)
    {
        var months = Values.Of(mask);
        if (months.Length == 12)
            return null;
        return months.Length > 2 && months[^1] - months[0] == months.Length - 1
            ? Written.Months[months[0] - 1] + " to " + Written.Months[months[^1] - 1]
            : Written.List([.. months.Select(m => Written.Months[m - 1])]);
    }

    private static string Plural(int mask) => Written.List([.. Forms.Weekdays.In(mask).Select(d => Written.Weekdays[d] + "s")]);
}
