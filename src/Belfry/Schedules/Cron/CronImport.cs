using System.Text.RegularExpressions;

namespace Belfry.Schedules.Cron;

/// <summary>Translates the cron text of other programs. What comes out is still to be parsed, which finds faults of any other kind.</summary>
internal static partial class CronImport
{
    private static readonly char[] Space = [' ', '\t'];

    public static bool TryTranslate(string text, CronDialect dialect, out ImportedCron? imported, out ScheduleError? error)
    {
        imported = null;
        var fields = text.Split(Space, StringSplitOptions.RemoveEmptyEntries);
        error = dialect == CronDialect.Quartz ? QuartzFault(text, fields) : null;
        if (error is not null)
            return false;
        var isPlain = fields.Length is < 5 or > 7 || fields[0].StartsWith('@');
        imported = isPlain ? new(text, DayRule.Or, null) : dialect switch
        {
            CronDialect.Quartz => FromQuartz(fields),
            CronDialect.Cronos => FromCronos(fields),
            _ => FromVixie(fields),
        };
        return true;
    }

    private static ImportedCron FromQuartz(string[] fields)
    {
        const int DayOfMonth = 3;
        const int DayOfWeek = 5;
        var weekdays = fields[DayOfWeek].Split(',').Select(item => item is "L" or "l" ? "6" : FromSundayAs1(item));
        fields[DayOfWeek] = string.Join(',', weekdays);
        var clamps = ClampedWeekday().IsMatch(fields[DayOfMonth]);
        return new(
            string.Join(' ', fields),
            DayRule.Or,
            "Quartz 3 moves a time inside a gap by the length of the gap; here it runs right after the gap unless the gap policy is shift."
            + (clamps ? " Quartz lets 29W to 31W mean the last weekday of a shorter month; here such a month is left out." : ""));
    }

    private static ImportedCron FromCronos(string[] fields)
    {
        // Cronos counts a/s in day-of-week up to 7, which is Sunday again.
        fields[^1] = OpenStep().Replace(fields[^1], "$1-7/$2");
        return new(string.Join(' ', fields.Select(field => field == "?" ? "*" : field)), DayRule.And, null);
    }

    private static ImportedCron FromVixie(string[] fields)
    {
        CronField[] order = [CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];
        var hasStar = fields[2].StartsWith('*') || fields[4].StartsWith('*');
        var isRandom = fields.Any(field => field.Contains('~', StringComparison.Ordinal));
        for (var i = 0; i < order.Length; i++)
            fields[i] = string.Join(',', fields[i].Split(',').Select(item => FromTilde(item, order[i])));
        return new(
            string.Join(' ', fields),
            hasStar ? DayRule.And : DayRule.Or,
            isRandom ? "~ was random at each start of cron; here the job's key fixes it for good." : null);
    }

    private static string FromTilde(string item, CronField field)
    {
        var match = Tilde().Match(item);
        if (!match.Success)
            return item;
        var (first, last, step) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (first.Length == 0 && last.Length == 0)
            return "H" + step;
        return $"H({(first.Length == 0 ? field.Min : first)}-{(last.Length == 0 ? field.Max : last)}){step}";
    }

    private static ScheduleError? QuartzFault(string text, string[] fields)
    {
        if (fields.Length < 6)
            return fields is [['@', ..], ..] ? null : CronFaults.TooFewFields(text, fields.Length, 6);
        var at = 0;
        for (var i = 0; i <= 5; i++)
            at = text.IndexOf(fields[i], i == 0 ? 0 : at + fields[i - 1].Length, StringComparison.Ordinal);
        var wrong = WrittenWeekday().Matches(fields[5]).FirstOrDefault(match => match.Value is not [>= '1' and <= '7']);
        return wrong is null ? null
            : CronFaults.OutOfRange(text, at + wrong.Index, at + wrong.Index + wrong.Length, CronField.DayOfWeek, 0, "1-7, 1 is Sunday");
    }

    private static string FromSundayAs1(string item) =>
        WrittenWeekday().Replace(item, match => ((char)(match.Value[0] - 1)).ToString());

    // A number that is neither a step nor the k of "k-th".
    [GeneratedRegex(@"(?<![/#0-9])[0-9]+")]
    private static partial Regex WrittenWeekday();

    [GeneratedRegex(@"(?<![-0-9A-Za-z])([0-9]|[A-Za-z]{3})/([0-9])")]
    private static partial Regex OpenStep();

    [GeneratedRegex(@"^([0-9]*)~([0-9]*)(/[0-9]+)?$")]
    private static partial Regex Tilde();

    [GeneratedRegex(@"\b(29|30|31)W", RegexOptions.IgnoreCase)]
    private static partial Regex ClampedWeekday();
}
