using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Crontabs;

/// <summary>
/// Five fields as Vixie cron means them, written as Belfry means the same: a text that needs no settings beside it. Vixie requires both
/// day fields when either begins with a star (<c>*/2</c> as well), and never runs a range that goes backwards.
/// </summary>
internal static class VixieFields
{
    private const int DayOfMonth = 2;
    private const int DayOfWeek = 4;

    /// <summary>The reason why it cannot be translated, or null.</summary>
    public static string? Translate(string schedule, out string translated, out string? note)
    {
        (translated, note) = (schedule, null);
        if (schedule.StartsWith('@'))
            return null;
        var fields = schedule.Split(' ');
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Split(',').FirstOrDefault(item => GoesBack(item, CronField.InOrder[i + 1])) is { } back)
                return $"'{back}' goes backwards: cron never runs it. Write two ranges if it should go past the end of the field.";
        }
        if (!CronImport.TryTranslate(schedule, CronDialect.Vixie, out var imported, out var error))
            return error!.Message;
        fields = imported!.Text.Split(' ');
        if (imported.DayRule == DayRule.And && fields[DayOfMonth] != "*" && fields[DayOfWeek] != "*")
            fields[DayOfWeek] = "+" + fields[DayOfWeek];
        (translated, note) = (string.Join(' ', fields), imported.Note);
        return null;
    }

    private static bool GoesBack(string item, CronField field)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? item : item[..slash]).Split('-') is [var low, var high]
            && field.Value(low) is >= 0 and var first && field.Value(high) is >= 0 and var last && first > last;
    }
}
