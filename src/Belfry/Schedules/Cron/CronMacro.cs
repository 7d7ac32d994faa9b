namespace Belfry.Schedules.Cron;

internal enum CronMacroKind
{
    /// <summary>The text does not begin with <c>@</c>.</summary>
    None,

    /// <summary>Stands for cron fields.</summary>
    Cron,

    /// <summary><c>@every 1h30m</c>: an interval in elapsed time.</summary>
    Every,

    /// <summary><c>@reboot</c>: once, when the host starts.</summary>
    Startup,
}

/// <summary>A word beginning with <c>@</c> in place of cron fields.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Fields">The cron text of <see cref="CronMacroKind.Cron"/>; otherwise empty.</param>
/// <param name="Seconds">The period of <see cref="CronMacroKind.Every"/>; otherwise 0.</param>
internal readonly record struct CronMacro(CronMacroKind Kind, string Fields, long Seconds)
{
    private static readonly Dictionary<string, string> FieldsOf = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
        ["@minutely"] = "* * * * *",
        ["@every_minute"] = "* * * * *",
        ["@secondly"] = "* * * * * *",
        ["@every_second"] = "* * * * * *",
    };

    private const string EveryWord = "@every";
    private const string StartupWord = "@reboot";

    /// <summary>Recognises a macro. Text that does not begin with <c>@</c> is not one, and no error.</summary>
    public static bool TryRead(string raw, out CronMacro macro, out ScheduleError? error)
    {
        macro = new(CronMacroKind.None, "", 0);
        error = null;
        var start = SkipSpace(raw, 0);
        if (start == raw.Length || raw[start] != '@')
            return true;
        var end = start;
        while (end < raw.Length && raw[end] is not (' ' or '\t'))
            end++;
        var word = raw[start..end];
        var rest = SkipSpace(raw, end);

        if (word.Equals(EveryWord, StringComparison.OrdinalIgnoreCase))
        {
            var isRead = EveryDuration.TryRead(raw, end, rest, out var seconds, out error);
            macro = new(CronMacroKind.Every, "", seconds);
            return isRead;
        }
        if (FieldsOf.TryGetValue(word, out var fields))
            macro = new(CronMacroKind.Cron, fields, 0);
        else if (word.Equals(StartupWord, StringComparison.OrdinalIgnoreCase))
            macro = new(CronMacroKind.Startup, "", 0);
        else
            error = CronFaults.UnknownMacro(raw, start, end, Nearest.Word(word, [.. FieldsOf.Keys, EveryWord, StartupWord]));
        if (error is null && rest < raw.Length)
            error = CronFaults.AfterMacro(raw, rest);
        return error is null;
    }

    private static int SkipSpace(string raw, int at)
    {
        while (at < raw.Length && raw[at] is ' ' or '\t')
            at++;
        return at;
    }
}
