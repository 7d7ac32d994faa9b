using System.Globalization;
using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Crontabs;

/// <summary>
/// Five fields as Vixie cron means them, written as Belfry means the same. Vixie requires both day fields when either begins with a star
/// (<c>*/2</c> as well), writes a random value as <c>a~b</c>, and never runs a range that goes backwards.
/// </summary>
internal static class VixieFields
{
    private const int DayOfMonth = 2;
    private const int DayOfWeek = 4;

    /// <summary>The reason why it cannot be translated, or null.</summary>
    public static string? Translate(string schedule, out string translated)
    {
        translated = schedule;
        if (schedule.StartsWith('@'))
            return null;
        var fields = schedule.Split(' ');
        for (var i = 0; i < fields.Length; i++)
        {
            var items = fields[i].Split(',');
            if (items.FirstOrDefault(item => GoesBack(item, CronField.InOrder[i + 1])) is { } back)
                return $"'{back}' goes backwards: cron never runs it. Write two ranges if it should go past the end of the field.";
            fields[i] = string.Join(',', items.Select(item => Hashed(item, CronField.InOrder[i + 1])));
        }
        if (fields[DayOfMonth].StartsWith('*') || fields[DayOfWeek].StartsWith('*'))
            fields[DayOfWeek] = fields[DayOfWeek] == "*" || fields[DayOfMonth] == "*" ? fields[DayOfWeek] : "+" + fields[DayOfWeek];
        translated = string.Join(' ', fields);
        return null;
    }

    private static bool GoesBack(string item, CronField field)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? item : item[..slash]).Split('-') is [var low, var high]
            && field.Value(low) is >= 0 and var first && field.Value(high) is >= 0 and var last && first > last;
    }

    // "a~b" is chosen once when cron reads the file; the hash of the job's name chooses for good.
    private static string Hashed(string item, CronField field)
    {
        var tilde = item.IndexOf('~', StringComparison.Ordinal);
        if (tilde < 0)
            return item;
        var (low, high) = (item[..tilde], item[(tilde + 1)..]);
        if (low.Length == 0 && high.Length == 0)
            return "H";
        var first = low.Length == 0 ? field.Min.ToString(CultureInfo.InvariantCulture) : low;
        var last = high.Length == 0 ? field.Max.ToString(CultureInfo.InvariantCulture) : high;
        return $"H({first}-{last})";
    }
}
