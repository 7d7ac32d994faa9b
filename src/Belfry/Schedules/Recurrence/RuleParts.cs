using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Recurrence;

/// <summary>Reads <c>NAME=VALUE;…</c>. Each part at most once, FREQ anywhere; what RFC 5545 forbids together is refused.</summary>
internal static class RuleParts
{
    // Finding the end of a count means walking it; longer series have an UNTIL.
    private const int MostCount = 10_000;
    private const int MostInterval = 99_999;

    private static readonly string[] Names =
        ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS", "WKST"];

    private static readonly string[] Frequencies = [.. Enum.GetNames<Frequency>().Select(n => n.ToUpperInvariant())];

    public static RecurrenceRule? Parse(string text, Token range, out ScheduleError? error)
    {
        var rule = new RecurrenceRule((Frequency)(-1));
        var seen = new Dictionary<string, Token>(StringComparer.Ordinal);
        for (var at = range.Start; at < range.End;)
        {
            var end = text.IndexOf(';', at, range.End - at);
            end = end < 0 ? range.End : end;
            if (end > at && !TryPart(text, new(at, end - at), seen, ref rule, out error))
                return null;
            at = end + 1;
        }
        if (seen.ContainsKey("FREQ"))
            return RuleConflicts.Find(rule, seen, text, out error) ? null : rule;
        error = Cursor.Describe("SCHEDULE_RULE_FREQ", "FREQ", new(range.End, 0), "", "is missing", "FREQ= and one of " + string.Join(", ", Frequencies), null);
        return null;
    }

    private static bool TryPart(string text, Token part, Dictionary<string, Token> seen, ref RecurrenceRule rule, out ScheduleError? error)
    {
        var equals = text.IndexOf('=', part.Start, part.Length);
        var nameEnd = equals < 0 ? part.End : equals;
        var name = text[part.Start..nameEnd].ToUpperInvariant();
        var named = new Token(part.Start, nameEnd - part.Start);
        if (equals < 0 || !Names.Contains(name))
        {
            var meant = Nearest.Word(name, Names);
            error = Cursor.Describe("SCHEDULE_RULE_PART", "rule", named, text[part.Start..nameEnd], "is not a part of a rule", "one of " + string.Join(", ", Names),
                meant is null || meant == name ? null : $"did you mean {meant}?");
            return false;
        }
        if (!seen.TryAdd(name, named))
        {
            error = Cursor.Describe("SCHEDULE_RULE_PART", "rule", named, text[part.Start..nameEnd], "is there twice", "each part at most once", null);
            return false;
        }
        var value = new RuleValue(name, text, new(equals + 1, part.End - equals - 1));
        rule = Read(rule, name, value);
        error = value.Error;
        return error is null;
    }

    private static RecurrenceRule Read(RecurrenceRule rule, string name, RuleValue value) => name switch
    {
        "FREQ" => rule with { Frequency = (Frequency)value.Choice(Frequencies) },
        "INTERVAL" => rule with { Interval = value.Number(1, MostInterval) },
        "COUNT" => rule with { Count = value.Number(1, MostCount) },
        "UNTIL" => rule with { Until = value.Stamp() },
        "BYMONTH" => rule with { Months = (ushort)value.Mask(1, 12) },
        "BYWEEKNO" => rule with { Weeks = value.Numbers(53) },
        "BYYEARDAY" => rule with { YearDays = value.Numbers(366) },
        "BYMONTHDAY" => rule with { MonthDays = value.Numbers(31) },
        "BYDAY" => rule with { Days = value.Days() },
        "BYHOUR" => rule with { Hours = (uint)value.Mask(0, 23) },
        "BYMINUTE" => rule with { Minutes = value.Mask(0, 59) },
        "BYSECOND" => rule with { Seconds = value.Seconds() },
        "BYSETPOS" => rule with { Positions = value.Numbers(366) },
        _ => rule with { WeekStart = value.Choice(RuleText.Weekdays) },
    };
}
