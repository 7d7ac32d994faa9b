using System.Globalization;
using Belfry.Schedules.Cron;
using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Lints;

/// <summary>Warnings about the fields of a cron expression, most of them about its spelling as typed.</summary>
internal static class CronLints
{
    private static readonly char[] Blank = [' ', '\t'];

    public static IEnumerable<ScheduleWarning> Of(CronForm form)
    {
        var pattern = form.Pattern;
        if (pattern is { RestrictsDayOfMonth: true, RestrictsDayOfWeek: true, DayRule: DayRule.Or })
            yield return new("W01", "Both day fields are set, so that either of them is enough; write '+' before day-of-week to require both.");
        if (form.Source.AsSpan().TrimStart().StartsWith("@"))
            yield break;
        foreach (var warning in Spelled(form).DistinctBy(w => w.Code))
            yield return warning;
        if (Simpler(form) is { } simpler)
            yield return new("W12", $"This is the same as '{simpler}'.");
    }

    private static IEnumerable<ScheduleWarning> Spelled(CronForm form)
    {
        var texts = form.Source.ToUpperInvariant().Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var skipped = texts.Length == 5 ? 1 : 0;
        var hasQuestionMark = texts.Contains("?");
        for (var i = 0; i < texts.Length; i++)
        {
            var field = CronField.InOrder[i + skipped];
            foreach (var item in texts[i].TrimStart('+').Split(','))
            {
                foreach (var warning in Item(item, field, form.Pattern))
                    yield return warning;
                if (hasQuestionMark && field == CronField.DayOfWeek && item.AsSpan().IndexOfAnyInRange('1', '7') == 0)
                    yield return new("W10", "'?' with a number for day-of-week looks like Quartz, where 1 is Sunday; here 1 is Monday. Names are safe.");
            }
        }
        if (texts.Length > 5 && texts[0] is "*" or "*/1" && texts[1] is not ("*" or "*/1"))
            yield return new("W07", "'*' for the second means 60 runs in each of these minutes; write 0 for one.");
    }

    private static IEnumerable<ScheduleWarning> Item(string item, CronField field, CronPattern pattern)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var values = slash < 0 ? item : item[..slash];
        var step = slash < 0 ? 0 : int.Parse(item.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        var span = field.Max - field.Min + 1;
        if (values == "*" && step > 1)
        {
            if (field == CronField.Year)
                yield return new("W09", "'*/n' for the year counts from 1970.");
            else if (field == CronField.DayOfMonth || span % step != 0)
                yield return new("W02", $"'{item}' for the {field.Name} starts again {Again(field)}, so that the last step is shorter.");
        }
        if (slash > 0 && values != "*" && values[0] != 'H' && !values.Contains('-', StringComparison.Ordinal))
            yield return new("W08", $"'{item}' is not understood by every cron; write '{values}-{field.Max}/{step}'.");
        if (values.Split('-') is [var low, var high] && field.Value(low) is >= 0 and var first && field.Value(high) is >= 0 and var last && first > last)
            yield return new("W06", $"'{item}' for the {field.Name} goes past the end of the field and on from its beginning.");
        if (field == CronField.DayOfMonth && slash < 0 && field.Value(values) is > 28 and var day && LacksDay(pattern.Months, day))
            yield return new("W03", $"Months without a day {day} are skipped; write L for the last day.");
    }

    private static string Again(CronField field) => field.Name switch
    {
        "second" => "each minute",
        "minute" => "each hour",
        "hour" => "each day",
        "month" => "each year",
        "day-of-week" => "each week",
        _ => "each month",
    };

    private static bool LacksDay(ushort months, int day)
    {
        for (var month = 1; month <= 12; month++)
        {
            if ((months >> month & 1) != 0 && Civil.DaysInMonth(2001, month) < day)
                return true;
        }
        return false;
    }

    // Shorter than what was typed, where a name counts as long as its number. H is not simpler as the numbers it stands for today.
    private static string? Simpler(CronForm form)
    {
        var texts = form.Source.ToUpperInvariant().Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var skipped = texts.Length == 5 ? 1 : 0;
        for (var i = 0; i < texts.Length; i++)
        {
            var field = CronField.InOrder[i + skipped];
            for (var n = 0; n < field.Names.Length / 3; n++)
                texts[i] = texts[i].Replace(field.Names.Substring(3 * n, 3), (n + field.Min).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
        var typed = string.Join(' ', texts);
        return form.Text.Length < typed.Length && !typed.Contains('H', StringComparison.Ordinal) ? form.Text : null;
    }
}
