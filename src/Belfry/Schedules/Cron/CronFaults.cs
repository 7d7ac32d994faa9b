namespace Belfry.Schedules.Cron;

/// <summary>The errors of the cron language. Codes and positions are a contract.</summary>
internal static class CronFaults
{
    private const string AField = "5, 6 or 7 fields, or a macro";

    public static ScheduleError Empty() =>
        new("CRON_EMPTY", null, 0, 0, "", AField, "for every minute write * * * * *", "The schedule is empty, expected " + AField + ".");

    public static ScheduleError TooLong(string raw) =>
        Make("CRON_TOO_LONG", null, raw, CronReader.MaxLength, raw.Length, $"at most {CronReader.MaxLength} characters", null,
            $"the text has {raw.Length} characters");

    public static ScheduleError TooFewFields(string raw, int written, int expected)
    {
        var missing = written == expected - 1 ? "did you leave out " + CronField.InOrder[expected == 7 ? 6 : 5].Name + "?" : null;
        return Make("CRON_FIELD_COUNT", null, raw, raw.Length, raw.Length, $"{expected} fields", $"found {written}" + (missing is null ? "" : "; " + missing),
            $"found {written} of {expected} fields");
    }

    public static ScheduleError TooManyFields(string raw, int at, int written, int expected)
    {
        var hint = (expected, written) switch
        {
            (5, 6) => "6 given for 5: the first field would be seconds; choose format 6",
            (6, 7) => "7 given for 6: the last field would be years; choose format 7",
            _ => $"found {written}",
        };
        return Make("CRON_FIELD_COUNT", null, raw, at, TokenEnd(raw, at), $"{expected} fields", hint, $"found {written} fields");
    }

    public static ScheduleError OutOfRange(string raw, int start, int end, CronField field, int value) =>
        OutOfRange(raw, start, end, field, value, Range(field));

    public static ScheduleError OutOfRange(string raw, int start, int end, CronField field, int value, string expected)
    {
        var hint = value switch
        {
            0 when field == CronField.DayOfMonth || field == CronField.Month => field == CronField.Month ? "months start at 1" : "days start at 1",
            24 when field == CronField.Hour => "hours are 0-23; midnight is 0",
            60 when field == CronField.Minute || field == CronField.Second => $"{field.Name}s are 0-59; the full one is 0",
            _ => null,
        };
        return Make("CRON_OUT_OF_RANGE", field, raw, start, end, expected, hint, $"'{raw[start..end]}' is out of range");
    }

    public static ScheduleError ExpectedValue(string raw, int at, CronField field, string? expected = null)
    {
        if (BadChar(raw, at, field) is { } bad)
            return bad;
        if (expected is null && (IsMisplacedMark(raw, at) || (at < raw.Length && raw[at] is '?' or '#' or '+' or 'H' or 'h')))
            return NotAllowed(raw, at, field);
        var hint = at < raw.Length && raw[at] == ',' || (at > 0 && raw[at - 1] == ',') ? "a value between commas" : null;
        return Make("CRON_EXPECTED_VALUE", field, raw, at, CharEnd(raw, at), expected ?? Values(field), hint, "a value is missing");
    }

    public static ScheduleError UnexpectedChar(string raw, int at, CronField field, string expected)
    {
        if (BadChar(raw, at, field) is { } bad)
            return bad;
        var start = at;
        while (start > 0 && char.IsAsciiLetter(raw[start - 1]))
            start--;
        var isLongName = at - start == 3 && field.ValueOf(raw.AsSpan(start)) >= 0 && at < raw.Length && char.IsAsciiLetter(raw[at]);
        var hint = isLongName ? "use " + raw[start..at].ToUpperInvariant() : null;
        return Make("CRON_UNEXPECTED_CHAR", field, raw, at, CharEnd(raw, at), expected, hint, $"'{raw[at..CharEnd(raw, at)]}' does not belong here");
    }

    public static ScheduleError UnknownName(string raw, int at, CronField field)
    {
        var end = at;
        while (end < raw.Length && char.IsAsciiLetter(raw[end]))
            end++;
        if (end - at < 3 && BadChar(raw, end, field) is { } bad)
            return bad;
        var guess = Nearest.Word(raw[at..end], field.Names.Chunk(3).Select(name => new string(name)));
        return Make("CRON_UNKNOWN_NAME", field, raw, at, end, field.NameRange, guess is null ? null : $"use {guess}", $"'{raw[at..end]}' is no name");
    }

    public static ScheduleError ExpectedStep(string raw, int at, CronField field) =>
        BadChar(raw, at, field)
        ?? Make("CRON_EXPECTED_STEP", field, raw, at, CharEnd(raw, at), $"a step 1-{field.MaxStep}", null, "a number must follow '/'");

    public static ScheduleError BadStep(string raw, int start, int end, CronField field, int step, int maxStep)
    {
        var hint = step <= maxStep ? null
            : field == CronField.Minute ? "for hourly write 0 * * * *"
            : field == CronField.Second ? "for every minute write 0 * * * * *"
            : field == CronField.Hour ? "for daily write 0 0 * * *"
            : null;
        return Make("CRON_BAD_STEP", field, raw, start, end, $"a step 1-{maxStep}", hint, $"'{raw[start..end]}' is no step");
    }

    public static ScheduleError BadRange(string raw, int start, int end, CronField field) =>
        Make("CRON_BAD_RANGE", field, raw, start, end, "an ascending range", null, $"'{raw[start..end]}' runs backwards");

    public static ScheduleError NumberTooLong(string raw, int start, int end, CronField? field) =>
        Make("CRON_NUMBER_TOO_LONG", field, raw, start, end, "at most 4 digits", null, $"'{raw[start..end]}' is too long a number");

    public static ScheduleError NeedsSeed(string raw, int at, CronField field) =>
        Make("CRON_HASH_NEEDS_SEED", field, raw, at, at + 1, Values(field), "H spreads jobs by their key; give the schedule a seed", "H needs a seed");

    public static ScheduleError NotAllowed(string raw, int at, CronField field)
    {
        var where = char.ToUpperInvariant(raw[at]) switch
        {
            '?' => "? may only be the whole of day-of-month or day-of-week",
            'L' when field == CronField.DayOfWeek => "L follows a weekday: 5L is the last Friday",
            'L' => "L belongs to day-of-month, or after a weekday",
            'W' when field == CronField.DayOfMonth => "W follows a day: 15W",
            'W' => "W belongs to day-of-month, after a day: 15W",
            'H' => "H is allowed in every field but the year",
            '#' => "# follows a weekday: 2#3 is the third Tuesday",
            _ => "+ may only begin day-of-week",
        };
        return Make("CRON_NOT_ALLOWED", field, raw, at, at + 1, Values(field), where, $"'{raw[at]}' is not allowed here");
    }

    public static ScheduleError UnknownMacro(string raw, int start, int end, string? guess) =>
        Make("CRON_UNKNOWN_MACRO", null, raw, start, end, "a macro such as @daily", guess is null ? null : $"did you mean {guess}?",
            $"'{raw[start..end]}' is no macro");

    public static ScheduleError AfterMacro(string raw, int at) =>
        Make("CRON_FIELD_COUNT", null, raw, at, TokenEnd(raw, at), "end of text", "a macro stands alone", "nothing may follow a macro");

    public static ScheduleError Duration(string raw, int at, int end, string expected) =>
        BadChar(raw, at, null)
        ?? Make("CRON_EVERY_DURATION", null, raw, at, end, expected, "write it like 1h30m", "not a duration");

    public static ScheduleError NotCron(string raw, int at, CronMacroKind kind) =>
        kind == CronMacroKind.Startup
            ? Make("CRON_REBOOT_UNSUPPORTED", null, raw, at, TokenEnd(raw, at), "a schedule in time", "a cluster has no start of its own to fire at",
                "@reboot names no time")
            : Make("CRON_NOT_ALLOWED", null, raw, at, TokenEnd(raw, at), "cron fields", "it is an interval, not cron", "@every is not cron");

    public static ScheduleError ZonePrefix(string raw, int at, int length) =>
        Make("CRON_TZ_PREFIX", null, raw, at, TokenEnd(raw, at), AField, "set the zone on the schedule: ... in " + ZoneIn(raw, at + length),
            "a zone does not belong into the expression");

    /// <summary>The length of <c>TZ=</c> or <c>CRON_TZ=</c> at the start of <paramref name="text"/>; 0 if it is neither.</summary>
    public static int ZonePrefixLength(ReadOnlySpan<char> text) =>
        text.StartsWith("TZ=", StringComparison.OrdinalIgnoreCase) ? 3
        : text.StartsWith("CRON_TZ=", StringComparison.OrdinalIgnoreCase) ? 8
        : 0;

    /// <summary>L, LW or W standing alone, which are marks and not the beginning of a name.</summary>
    public static bool IsMisplacedMark(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        return text[at..end] is "L" or "l" or "W" or "w" or "LW" or "lw" or "Lw" or "lW";
    }

    private static string ZoneIn(string raw, int at)
    {
        var zone = raw[at..TokenEnd(raw, at)];
        return zone.Length == 0 ? "UTC" : zone;
    }

    private static string Range(CronField field) => $"{field.Min}-{field.MaxWritten}";

    private static string Values(CronField field) =>
        field.Names.Length == 0 ? Range(field) + " or *" : $"{Range(field)}, {field.NameRange} or *";

    // A character that is not part of the language anywhere.
    private static ScheduleError? BadChar(string raw, int at, CronField? field)
    {
        if (at >= raw.Length || char.IsAsciiLetterOrDigit(raw[at]) || " \t*,-/?#+()@=".Contains(raw[at], StringComparison.Ordinal))
            return null;
        return Make("CRON_BAD_CHAR", field, raw, at, CharEnd(raw, at), "ASCII letters, digits and * , - / ? # + ( ) @",
            CodePoint.Describe(raw, at), CodePoint.Describe(raw, at) + " is not part of the language");
    }

    // The end of the character at a position, which may be two units wide; of nothing at the end of a field.
    private static int CharEnd(string raw, int at)
    {
        if (at >= raw.Length || raw[at] is ' ' or '\t')
            return at;
        return at + (char.IsSurrogatePair(raw, at) ? 2 : 1);
    }

    private static int TokenEnd(string raw, int at)
    {
        while (at < raw.Length && raw[at] is not (' ' or '\t'))
            at++;
        return at;
    }

    private static ScheduleError Make(
        string code, CronField? field, string raw, int start, int end, string expected, string? hint, string what)
    {
        var sentence = field is null ? what : $"{field.Name}: {what}";
        sentence = char.ToUpperInvariant(sentence[0]) + sentence[1..];
        return new(code, field?.Name, start, end - start, raw[start..end], expected, hint, $"{sentence}, expected {expected} (position {start}).");
    }
}
