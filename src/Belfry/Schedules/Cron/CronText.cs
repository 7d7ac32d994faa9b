using System.Numerics;
using System.Text;

namespace Belfry.Schedules.Cron;

/// <summary>
/// Canonical cron text: numbers, sorted lists, single spaces, as many fields as were read. Reading it gives an equal pattern,
/// so it must also keep the kind: fixed times are printed without star, slash and range, interval-type ones with at least one.
/// </summary>
internal static class CronText
{
    public static string Of(in CronMasks masks, ulong[]? listedYears)
    {
        var isInterval = (masks.Flags & CronFlags.Interval) != 0;
        var seconds = Times(masks.Seconds, CronField.Second, isInterval);
        var minutes = Times(masks.Minutes, CronField.Minute, isInterval);
        var hours = Times(masks.Hours, CronField.Hour, isInterval);
        var showsKind = (masks.FieldCount > 5 ? seconds + minutes + hours : minutes + hours).AsSpan().ContainsAny("*/-");
        if (isInterval && !showsKind)
            minutes = AsRange(minutes);

        var text = new StringBuilder();
        if (masks.FieldCount > 5)
            text.Append(seconds).Append(' ');
        text.Append(minutes).Append(' ').Append(hours).Append(' ')
            .Append(DaysOfMonth(masks)).Append(' ')
            .Append(Values(masks.Months, CronField.Month)).Append(' ')
            .Append(DaysOfWeek(masks));
        if (listedYears is { } years)
            text.Append(' ').Append(Years(years));
        return text.ToString();
    }

    private static string AsRange(string list)
    {
        var comma = list.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? list : list[..comma];
        return $"{first}-{list}";
    }

    private static string DaysOfMonth(in CronMasks masks)
    {
        if ((masks.Flags & CronFlags.AnyDayOfMonth) != 0)
            return "*";
        var items = new List<string>();
        AddDays(items, masks.DaysOfMonth, CronField.DayOfMonth);
        foreach (var day in Bits(masks.NearestWeekdays))
            items.Add($"{day}W");
        foreach (var fromLast in Bits(masks.DaysFromLast))
            items.Add(fromLast == 0 ? "L" : $"L-{fromLast}");
        foreach (var fromLast in Bits(masks.WeekdaysFromLast))
            items.Add(fromLast == 0 ? "LW" : $"L-{fromLast}W");
        return string.Join(',', items);
    }

    private static string DaysOfWeek(in CronMasks masks)
    {
        if ((masks.Flags & CronFlags.AnyDayOfWeek) != 0)
            return "*";
        var items = new List<string>();
        AddDays(items, masks.DaysOfWeek, CronField.DayOfWeek);
        foreach (var weekday in Bits(masks.LastDaysOfWeek))
            items.Add($"{weekday}L");
        foreach (var n in Bits(masks.NthDaysOfWeek))
            items.Add($"{n % 7}#{n / 7 + 1}");
        var prefix = (masks.Flags & CronFlags.BothDays) != 0 ? "+" : "";
        return prefix + string.Join(',', items);
    }

    // A day field that lists every day still restricts, and a star would not.
    private static void AddDays(List<string> items, ulong mask, CronField field)
    {
        if (mask == field.All)
            items.Add($"{field.Min}-{field.Max}");
        else if (mask != 0)
            items.Add(Values(mask, field));
    }

    private static string Times(ulong mask, CronField field, bool isInterval)
    {
        if (!isInterval)
            return string.Join(',', Bits(mask));
        var values = Bits(mask).ToArray();
        var isHalves = values.Length == 2 && values[0] == field.Min && 2 * values[1] > field.Max;
        return isHalves && values[1] > 1 ? $"*/{values[1]}" : Values(mask, field);
    }

    private static string Values(ulong mask, CronField field)
    {
        if (mask == field.All)
            return "*";
        int[] values = [.. Bits(mask)];
        return Progression(values, field.Min, field.Max) ?? Runs(values);
    }

    private static string Years(ulong[] words)
    {
        var years = Enumerable.Range(CronField.Year.Min, CronField.Year.Span)
            .Where(y => (words[(y - CronField.Year.Min) >> 6] >> (y - CronField.Year.Min) & 1) != 0)
            .ToArray();
        if (years.Length == CronField.Year.Span)
            return "*";
        return Progression(years, CronField.Year.Min, CronField.Year.Max) ?? Runs(years);
    }

    // Three or more values at one distance greater than 1; with a star if they fill the field from its least value.
    private static string? Progression(int[] values, int min, int max)
    {
        if (values.Length < 3 || values[1] - values[0] == 1)
            return null;
        var step = values[1] - values[0];
        for (var i = 2; i < values.Length; i++)
        {
            if (values[i] - values[i - 1] != step)
                return null;
        }
        var fillsField = values[0] == min && values[^1] + step > max;
        return fillsField ? $"*/{step}" : $"{values[0]}-{values[^1]}/{step}";
    }

    private static string Runs(int[] values)
    {
        var items = new List<string>();
        for (var i = 0; i < values.Length; i++)
        {
            var first = i;
            while (i + 1 < values.Length && values[i + 1] == values[i] + 1)
                i++;
            items.Add(first == i ? $"{values[i]}" : $"{values[first]}-{values[i]}");
        }
        return string.Join(',', items);
    }

    private static IEnumerable<int> Bits(ulong mask)
    {
        for (; mask != 0; mask &= mask - 1)
            yield return BitOperations.TrailingZeroCount(mask);
    }
}
