namespace Belfry.Schedules.Recurrence;

/// <summary>Whether a date passes all the day parts of a rule. Within a period, parts that expand and parts that limit both come down to that.</summary>
internal sealed class RuleDates(RecurrenceRule rule)
{
    public bool Has(int dayNumber)
    {
        Civil.FromDay(dayNumber, out var year, out var month, out var day);
        if (rule.Months != 0 && (rule.Months >> month & 1) == 0)
            return false;
        var daysInMonth = Civil.DaysInMonth(year, month);
        if (rule.MonthDays.Length > 0 && !Lists(rule.MonthDays, day, daysInMonth))
            return false;
        if (rule.Weeks.Length > 0 && !HasWeek(dayNumber, year))
            return false;
        if (rule.YearDays.Length == 0 && rule.Days.Length == 0)
            return true;
        var daysInYear = Civil.IsLeap(year) ? 366 : 365;
        var dayOfYear = dayNumber - Civil.ToDay(year, 1, 1) + 1;
        if (rule.YearDays.Length > 0 && !Lists(rule.YearDays, dayOfYear, daysInYear))
            return false;
        return rule.Days.Length == 0 || (rule.CountsDaysInMonth
            ? HasDay(Civil.Weekday(dayNumber), day, daysInMonth)
            : HasDay(Civil.Weekday(dayNumber), dayOfYear, daysInYear));
    }

    private bool HasDay(int weekday, int place, int length)
    {
        foreach (var day in rule.Days)
        {
            if (day.Weekday == weekday && (day.N == 0 || day.N == (place - 1) / 7 + 1 || day.N == -((length - place) / 7 + 1)))
                return true;
        }
        return false;
    }

    // A week belongs to the year that holds at least four of its days (ISO 8601).
    private bool HasWeek(int dayNumber, int year)
    {
        if (dayNumber < FirstWeek(year))
            year--;
        else if (dayNumber >= FirstWeek(year + 1))
            year++;
        var first = FirstWeek(year);
        return Lists(rule.Weeks, (dayNumber - first) / 7 + 1, (FirstWeek(year + 1) - first) / 7);
    }

    // The day on which week 1 starts: the week of 4 January.
    private int FirstWeek(int year)
    {
        var fourth = Civil.ToDay(year, 1, 4);
        return fourth - (int)Wall.FloorMod(Civil.Weekday(fourth) - rule.WeekStart, 7);
    }

    private static bool Lists(int[] numbers, int n, int length)
    {
        foreach (var number in numbers)
        {
            if (number == n || number == n - length - 1)
                return true;
        }
        return false;
    }
}
