using System.Globalization;

namespace Belfry.Schedules.Recurrence;

/// <summary>Canonical rule text: the parts in the order of RFC 5545, lists ascending, defaults left out.</summary>
internal static class RuleText
{
    public static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static string Of(RecurrenceRule rule)
    {
        var parts = new List<string> { "FREQ=" + rule.Frequency.ToString().ToUpperInvariant() };
        if (rule.Interval > 1)
            parts.Add("INTERVAL=" + Number(rule.Interval));
        if (rule.Count is { } count)
            parts.Add("COUNT=" + Number(count));
        if (rule.Until is { } until)
            parts.Add("UNTIL=" + Stamp(until.Seconds) + (until.IsUtc ? "Z" : ""));
        Add(parts, "BYMONTH", Words.Values.Of(rule.Months));
        Add(parts, "BYWEEKNO", rule.Weeks);
        Add(parts, "BYYEARDAY", rule.YearDays);
        Add(parts, "BYMONTHDAY", rule.MonthDays);
        if (rule.Days.Length > 0)
            parts.Add("BYDAY=" + string.Join(',', rule.Days.Select(Day)));
        Add(parts, "BYHOUR", Words.Values.Of(rule.Hours));
        Add(parts, "BYMINUTE", Words.Values.Of(rule.Minutes));
        Add(parts, "BYSECOND", Words.Values.Of(rule.Seconds));
        Add(parts, "BYSETPOS", rule.Positions);
        if (rule.WeekStart != 1)
            parts.Add("WKST=" + Weekdays[rule.WeekStart]);
        return string.Join(';', parts);
    }

    public static string Stamp(long local) => Wall.Time(local).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Day(RuleDay day) => (day.N == 0 ? "" : Number(day.N)) + Weekdays[day.Weekday];

    private static void Add(List<string> parts, string name, int[] values)
    {
        if (values.Length > 0)
            parts.Add(name + "=" + string.Join(',', values.Select(Number)));
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
