using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Words;

/// <summary>A cron expression in a sentence that is true: what does not divide its span is listed and never called "every n".</summary>
internal static class CronWords
{
    public static string Of(CronPattern pattern)
    {
        if (pattern.NeverFires)
            return "Never (" + WhyNever(pattern) + ")";
        var time = CronTimeWords.Of(pattern);
        return time + CronDayWords.Of(pattern) + Years(pattern);
    }

    private static string WhyNever(CronPattern pattern)
    {
        var days = Values.Of(pattern.DaysOfMonth);
        var months = Values.Of(pattern.Months);
        return days.Length == 1 && months.Length == 1 && !pattern.HasSpecialDays && !pattern.RestrictsDayOfWeek && !pattern.HasYears
            ? days[0] + " " + Written.Months[months[0] - 1] + " does not exist"
            : "no date matches";
    }

    private static string Years(CronPattern pattern)
    {
        if (!pattern.HasYears)
            return "";
        var (first, last) = (CronField.Year.Min, CronField.Year.Max);
        int[] years = [.. Enumerable.Range(first, last - first + 1).Where(pattern.AllowsYear)];
        if (years.Length == last - first + 1)
            return "";
        return years.Length > 1 && years[^1] - years[0] == years.Length - 1
            ? ", " + years[0] + " to " + years[^1]
            : ", " + Values.List(years, 0, Values.Number);
    }
}
