using System.Diagnostics.CodeAnalysis;
using Belfry.Schedules.Cron;
using Belfry.Schedules.Days;
using Belfry.Schedules.Forms;
using Belfry.Schedules.Recurrence;
using Belfry.Schedules.Zones;

namespace Belfry.Schedules.Texts;

/// <summary><c>TEXT [in ZONE]</c>: finds the zone, then asks the parser that the first word names.</summary>
internal static class ScheduleText
{
    private const int MaxLength = 4_096;

    private static readonly string[] Starters =
        ["every", "hourly", "daily", "weekly", "monthly", "yearly", "once", "after", "manual", "RRULE:", "DTSTART:"];

    public static bool TryParse(
        string text, ScheduleOptions options, [NotNullWhen(true)] out ScheduleForm? form, [NotNullWhen(true)] out Binding? binding,
        [NotNullWhen(false)] out ScheduleError? error)
    {
        (form, binding, error) = (null, null, null);
        if (text.Length > MaxLength)
        {
            error = Cursor.Describe("SCHEDULE_TOO_LONG", "schedule", new(MaxLength, text.Length - MaxLength), "", "is too long", $"at most {MaxLength} characters", null);
            return false;
        }
        var zoneWord = ZoneWord(text);
        var bodyEnd = zoneWord.IsEnd ? text.Length : zoneWord.Start;
        var zone = Zone(text, zoneWord, options, out var zoneError);
        binding = new(zone, options);
        form = Body(text, bodyEnd, binding, out error);
        // What stands further left is reported first.
        error ??= zoneError ?? OptionsText.Check(options, form!);
        return form is not null && error is null;
    }

    private static ScheduleForm? Body(string text, int end, Binding binding, out ScheduleError? error)
    {
        var cursor = new Cursor(text, 0, end);
        var first = cursor.Peek();
        var word = cursor.Text(first);
        if (word.StartsWith("@"))
            return Macro(text[..end], first, binding.Options, out error);
        if (RecurrenceText.Looks(word))
            return RecurrenceText.Parse(text, end, binding, out error);
        if (!IsHuman(word, text))
            return Cron(end == text.Length ? text : text[..end], binding.Options, out error);
        cursor.Take();
        var form = Human(cursor, first, binding);
        if (form is not null && !cursor.ExpectEnd())
            form = null;
        error = cursor.Error;
        return form;
    }

    private static ScheduleForm? Human(Cursor cursor, Token first, Binding binding)
    {
        Span<char> lower = stackalloc char[16];
        var length = first.Length > lower.Length ? 0 : cursor.Text(first).ToLowerInvariant(lower);
        switch (lower[..length])
        {
            case "every": return EveryText.Parse(cursor, binding);
            case "hourly": return new IntervalForm(3600, null);
            case "daily" when cursor.Peek().IsEnd: return new DaysForm(1, null, [0]);
            case "daily": return TimeText.TryAt(cursor, out var times) ? new DaysForm(1, null, times) : null;
            case "weekly" when cursor.Peek().IsEnd: return new WeekForm(1 << 1, 1, [0]);
            case "weekly": return cursor.Expect("on", "day") ? EveryText.Weekly(cursor, 1) : null;
            case "monthly" when cursor.Peek().IsEnd: return new MonthForm([new(MonthDayKind.Day, 1)], ShortMonth.None, 1, [0]);
            case "monthly": return cursor.Expect("on", "day") ? MonthText.Parse(cursor, 1) : null;
            case "yearly" when cursor.Peek().IsEnd: return new YearForm(1, 1, ShortMonth.None, 1, [0]);
            case "yearly": return cursor.Expect("on", "day") ? YearText.Parse(cursor, 1) : null;
            case "once": return Once(cursor);
            case "after": return AfterText.Parse(cursor);
            case "manual": return UntimedForm.Manual;
            default:
                cursor.Unknown("schedule", first, "a cron expression, or one of " + string.Join(", ", Starters), Starters);
                return null;
        }
    }

    private static OnceForm? Once(Cursor cursor) =>
        cursor.Expect("at", "time") && StampText.TryStamp(cursor, "time", out var at, out var isLocal) ? new OnceForm(at, isLocal) : null;

    private static CronForm? Cron(string source, ScheduleOptions options, out ScheduleError? error) =>
        CronPattern.TryParse(source, options.Format, options.DayRule, options.Seed, out var pattern, out error)
            ? new CronForm(pattern!, source)
            : null;

    private static ScheduleForm? Macro(string source, Token word, ScheduleOptions options, out ScheduleError? error)
    {
        const long Longest = 366L * Civil.SecondsPerDay;
        if (!CronMacro.TryRead(source, out var macro, out error))
            return null;
        if (macro.Kind == CronMacroKind.Startup)
            return UntimedForm.Startup;
        if (macro.Kind != CronMacroKind.Every)
            return Cron(source, options, out error);
        if (macro.Seconds <= Longest)
            return new IntervalForm(macro.Seconds, null);
        var period = source[word.End..].Trim();
        var token = new Token(source.IndexOf(period, word.End, StringComparison.Ordinal), period.Length);
        error = Cursor.Describe("CRON_EVERY_DURATION", "period", token, period, "is too long", "at most 366 days", null);
        return null;
    }

    // Cron begins with a digit, a sign, H or a zone prefix; three letters and more make a word.
    private static bool IsHuman(ReadOnlySpan<char> word, string text)
    {
        if (word.Length < 3)
            return false;
        return char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiLetter(word[2])
            && !word.Contains('=') && !text.AsSpan().ContainsAny('*', '?');
    }

    // The last word "in" that has something before it; the end token if there is none.
    private static Token ZoneWord(string text)
    {
        for (var at = text.Length - 2; at > 0; at--)
        {
            at = text.AsSpan(0, at + 2).LastIndexOf("in", StringComparison.OrdinalIgnoreCase);
            if (at <= 0)
                break;
            var isWord = char.IsWhiteSpace(text[at - 1]) && (at + 2 == text.Length || char.IsWhiteSpace(text[at + 2]));
            if (isWord && !text.AsSpan(0, at).IsWhiteSpace())
                return new(at, 2);
        }
        return new(text.Length, 0);
    }

    private static ZoneTable Zone(string text, Token word, ScheduleOptions options, out ScheduleError? error)
    {
        error = null;
        var start = word.End;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
            start++;
        Token started = default;
        var written = RecurrenceText.Looks(text.AsSpan().TrimStart()) ? RecurrenceText.ZoneOf(text, out started) : null;
        var id = word.IsEnd ? written ?? options.Zone : text[start..].TrimEnd();
        if (id is null)
            return ZoneTable.Utc;
        if (ZoneTable.TryGet(id, out var zone, out var nearest))
        {
            if (!started.IsEnd && written != id)
                error = Cursor.Describe("SCHEDULE_TWO_ZONES", "zone", started, written!, "is not the zone at the end of the text", "one zone", null);
            return zone!;
        }
        var token = word.IsEnd ? started : new Token(start, id.Length);
        var hint = id.Length == 0 ? null : "did you mean " + Written.List([.. nearest], "or") + "?";
        var problem = id.Length == 0 ? "something is missing" : token.IsEnd ? $"'{id}' is not a known time zone" : "is not a known time zone";
        error = Cursor.Describe("SCHEDULE_UNKNOWN_ZONE", "zone", token, id, problem, "an IANA time zone id such as Europe/Paris", hint);
        return ZoneTable.Utc;
    }
}
