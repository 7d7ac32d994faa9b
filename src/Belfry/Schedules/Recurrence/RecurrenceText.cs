using System.Globalization;
using Belfry.Schedules.Forms;
using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Recurrence;

/// <summary><c>[DTSTART[;TZID=zone]:stamp] RRULE:parts</c>, in either order, separated by blanks or new lines, as iCalendar files have them.</summary>
internal static class RecurrenceText
{
    private const string Start = "DTSTART";
    private const string Rule = "RRULE:";
    private static readonly string[] StampFormats = ["yyyyMMdd'T'HHmmss", "yyyyMMdd"];

    public static bool Looks(ReadOnlySpan<char> word) =>
        word.StartsWith(Rule, StringComparison.OrdinalIgnoreCase)
        || word.StartsWith(Start, StringComparison.OrdinalIgnoreCase) && word.ContainsAny(':', ';');

    /// <summary>The zone that DTSTART names: its TZID, or UTC for a stamp with Z; null if it names none.</summary>
    public static string? ZoneOf(string text, out Token token)
    {
        token = default;
        foreach (var word in Words(text, text.Length))
        {
            var value = text.AsSpan(word.Start, word.Length);
            if (!value.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
                continue;
            var id = value.IndexOf(";TZID=", StringComparison.OrdinalIgnoreCase) + 6;
            var colon = value.LastIndexOf(':');
            if (id >= 6 && colon > id)
            {
                token = new(word.Start + id, colon - id);
                return value[id..colon].ToString();
            }
            return value.EndsWith("Z", StringComparison.OrdinalIgnoreCase) ? "UTC" : null;
        }
        return null;
    }

    public static ScheduleForm? Parse(string text, int end, Binding binding, out ScheduleError? error)
    {
        RecurrenceRule? rule = null;
        long? start = null;
        Token ruleWord = default;
        foreach (var word in Words(text, end))
        {
            var value = text.AsSpan(word.Start, word.Length);
            if (rule is null && value.StartsWith(Rule, StringComparison.OrdinalIgnoreCase))
            {
                ruleWord = word;
                rule = RuleParts.Parse(text, new(word.Start + Rule.Length, word.Length - Rule.Length), out error);
                if (rule is null)
                    return null;
            }
            else if (start is null && value.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            {
                if (!TryStart(text, word, binding, out start, out error))
                    return null;
            }
            else
            {
                error = Cursor.Describe("SCHEDULE_TRAILING", "rule", word, value.ToString(), "is not understood here", "one RRULE: and at most one DTSTART",
                    value.StartsWith("EXDATE", StringComparison.OrdinalIgnoreCase) ? "exclude dates by a calendar" : null);
                return null;
            }
        }
        error = rule is null
            ? Cursor.Describe("SCHEDULE_EXPECTED", "rule", new(end, 0), "", "something is missing", "an RRULE:", null)
            : rule.Count is not null && start is null && binding.Options.Start is null
                ? Cursor.Describe("SCHEDULE_COUNT_NEEDS_START", "rule", ruleWord, text.Substring(ruleWord.Start, ruleWord.Length), "counts from nowhere",
                    "a DTSTART, or a start of the schedule, with COUNT", "DTSTART:20260101T090000 RRULE:…")
                : null;
        return error is null ? new RecurrenceForm(rule!, start) : null;
    }

    /// <summary>A date or date and time in the basic format; a date is its first second.</summary>
    public static bool TryStamp(ReadOnlySpan<char> text, out long seconds, out bool isUtc)
    {
        isUtc = text.EndsWith("Z", StringComparison.OrdinalIgnoreCase);
        var isRead = DateTime.TryParseExact(isUtc ? text[..^1] : text, StampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        seconds = isRead ? Wall.Seconds(time) : -1;
        return seconds is >= 0 and <= Civil.LastSecond && (!isUtc || text.Contains('T'));
    }

    private static bool TryStart(string text, Token word, Binding binding, out long? start, out ScheduleError? error)
    {
        (start, error) = (null, null);
        var value = text.AsSpan(word.Start, word.Length);
        var colon = value.LastIndexOf(':');
        if (colon < 0 || !TryStamp(value[(colon + 1)..], out var seconds, out var isUtc))
        {
            var token = new Token(word.Start + colon + 1, word.Length - colon - 1);
            var said = text.Substring(token.Start, token.Length);
            error = Cursor.Describe("SCHEDULE_BAD_INSTANT", "start", token, said, "is not a date and time", "a start such as 20260101T090000", null);
            return false;
        }
        start = isUtc ? binding.Local(seconds) : seconds;
        return true;
    }

    private static IEnumerable<Token> Words(string text, int end)
    {
        for (var at = 0; at < end;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < end && !char.IsWhiteSpace(text[at]))
                at++;
            yield return new(start, at - start);
        }
    }
}
