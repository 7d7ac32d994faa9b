namespace Belfry.Schedules.Cron;

/// <summary>The duration of <c>@every</c>: numbers with the units w, d, h, m, s, each unit once and the greatest first.</summary>
internal static class EveryDuration
{
    private const string Units = "wdhms";
    private const int MaxDigits = 4;
    private static readonly int[] SecondsOf = [7 * 86_400, 86_400, 3600, 60, 1];

    /// <summary>Reads from <paramref name="at"/> to the end of the text; <paramref name="wordEnd"/> is where @every ends.</summary>
    public static bool TryRead(string raw, int wordEnd, int at, out long seconds, out ScheduleError? error)
    {
        var start = at;
        var unit = -1;
        (seconds, error) = (0, null);
        if (at == raw.Length)
            return Fail(CronFaults.Duration(raw, wordEnd, wordEnd, "a duration such as 1h30m"), out error);
        while (at < raw.Length && raw[at] is not (' ' or '\t'))
        {
            var numberAt = at;
            while (at < raw.Length && char.IsAsciiDigit(raw[at]))
                at++;
            if (at == numberAt)
                return Fail(CronFaults.Duration(raw, at, at + 1, "a number"), out error);
            if (at - numberAt > MaxDigits)
                return Fail(CronFaults.NumberTooLong(raw, numberAt, at, null), out error);
            var found = at < raw.Length ? Units.IndexOf(char.ToLowerInvariant(raw[at]), StringComparison.Ordinal) : -1;
            if (found < 0)
                return Fail(CronFaults.Duration(raw, at, Math.Min(at + 1, raw.Length), "a unit: w, d, h, m or s"), out error);
            if (found <= unit)
                return Fail(CronFaults.Duration(raw, numberAt, at, "units in descending order"), out error);
            unit = found;
            seconds += int.Parse(raw.AsSpan(numberAt, at - numberAt), provider: null) * (long)SecondsOf[unit];
            at++;
        }
        var end = at;
        while (at < raw.Length && raw[at] is ' ' or '\t')
            at++;
        if (at < raw.Length)
            return Fail(CronFaults.AfterMacro(raw, at), out error);
        return seconds >= 1 || Fail(CronFaults.Duration(raw, start, end, "at least 1s"), out error);
    }

    private static bool Fail(ScheduleError fault, out ScheduleError? error)
    {
        error = fault;
        return false;
    }
}
