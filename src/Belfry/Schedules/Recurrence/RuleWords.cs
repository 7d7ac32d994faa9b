namespace Belfry.Schedules.Recurrence;

/// <summary>A rule part by part: how often, which of those, and from when to when.</summary>
internal static class RuleWords
{
    public static string Of(RecurrenceRule rule, long? start)
    {
        var words = "Every " + Forms.Period.Counted(rule.Interval, Unit(rule.Frequency));
        if (rule.Months != 0)
            words += " in " + Written.List([.. Words.Values.Of(rule.Months).Select(m => Written.Months[m - 1])]);
        words += Listed(" in week", rule.Weeks, " of the year") + Listed(" on day", rule.YearDays, " of the year");
        if (rule.MonthDays.Length > 0)
            words += " on " + Written.List([.. rule.MonthDays.Select(DayOfMonth)]) + (rule.Frequency == Frequency.Yearly && rule.Months != 0 ? "" : " of the month");
        if (rule.Days.Length > 0)
            words += (rule.MonthDays.Length > 0 ? " if it is " : " on ") + Written.List([.. rule.Days.Select(Day)], rule.MonthDays.Length > 0 ? "or" : "and");
        words += Time(rule);
        if (rule.Positions.Length > 0)
            words += ", of these only " + Written.List([.. rule.Positions.Select(Position)]);
        if (start is { } from)
            words += ", from " + Written.Spoken(from);
        if (rule.Count is { } count)
            words += count == 1 ? ", once" : ", " + Words.Values.Number(count) + " times";
        return rule.Until is { } until ? words + ", until " + Written.Spoken(until.Seconds) + (until.IsUtc ? " UTC" : "") : words;
    }

    private static string Time(RecurrenceRule rule)
    {
        var (hours, minutes, seconds) = (Words.Values.Of(rule.Hours), Words.Values.Of(rule.Minutes), Words.Values.Of(rule.Seconds));
        const int MostTimes = 8;
        if (rule.Frequency >= Frequency.Daily && hours.Length * minutes.Length * seconds.Length <= MostTimes)
        {
            return " at " + Written.List([..
                from hour in hours from minute in minutes from second in seconds select Written.Time(hour * 3600 + minute * 60 + second)]);
        }
        var isOnTheMinute = seconds is [0];
        return Listed(" in hour", hours, "") + (isOnTheMinute && minutes is [0] ? "" : Listed(" at minute", minutes, ""))
            + (isOnTheMinute ? "" : Listed(" at second", seconds, ""));
    }

    private static string Listed(string name, int[] values, string after) => values.Length == 0
        ? ""
        : name + (values.Length > 1 ? "s " : " ") + Words.Values.List(values, 0, Words.Values.Number) + after;

    private static string Unit(Frequency frequency) => frequency switch
    {
        Frequency.Daily => "day",
        _ => frequency.ToString()[..^2].ToLowerInvariant(),
    };

    private static string DayOfMonth(int day) => day switch
    {
        > 0 => "the " + Written.Ordinal(day),
        -1 => "the last day",
        _ => "the " + Written.Ordinal(-day) + " to last day",
    };

    private static string Day(RuleDay day) => day.N == 0 ? Written.Weekdays[day.Weekday] : Position(day.N) + " " + Written.Weekdays[day.Weekday];

    private static string Position(int n) => n switch
    {
        > 0 => "the " + Written.Ordinal(n),
        -1 => "the last",
        _ => "the " + Written.Ordinal(-n) + " to last",
    };
}
