using System.Globalization;
using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Named days of every n-th month at times of day.</summary>
internal sealed class MonthForm(MonthDay[] days, ShortMonth shortMonth, int every, int[] times) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Monthly;

    public override string Text =>
        (every == 1 ? "monthly on " : "every " + Period.Counted(every, "month") + " on ")
        + string.Join(", ", days.Select(Name)) + MonthForm.Short(shortMonth) + " at " + Written.Times(times);

    public override string Words(Binding binding)
    {
        var spoken = Written.List([.. days.Select(Spoken)]);
        var words = "At " + Written.List([.. times.Select(Written.Time)]) + (char.IsAsciiDigit(spoken[0]) ? ", " : " on ") + spoken
            + (every == 1 ? " of the month" : " of every " + Period.Counted(every, "month") + ", counted from January 2001");
        return words + shortMonth switch
        {
            ShortMonth.Clamp => ", or the last day there is in a shorter month",
            ShortMonth.Skip => " (months with fewer days are skipped)",
            _ => "",
        };
    }

    public override FireSet Fires(Binding binding) => binding.Zoned(new TimedDays(new MonthDays(days, shortMonth, every), times));

    internal static string Short(ShortMonth shortMonth) => shortMonth switch
    {
        ShortMonth.Clamp => " or last",
        ShortMonth.Skip => " or skip",
        _ => "",
    };

    private static string Name(MonthDay day) => day switch
    {
        (MonthDayKind.Day, -1, _) => "the last day",
        (MonthDayKind.Day, _, _) => "day " + day.N.ToString(CultureInfo.InvariantCulture),
        (MonthDayKind.Workday, _, _) => "the " + Written.OrdinalWord(day.N) + " weekday",
        _ => "the " + Written.OrdinalWord(day.N) + " " + Written.Lower(Written.Weekdays[day.Weekday]),
    };

    private static string Spoken(MonthDay day) => day switch
    {
        (MonthDayKind.Day, -1, _) => "the last day",
        (MonthDayKind.Day, < 0, _) => Period.Before(-day.N - 1),
        (MonthDayKind.Day, _, _) => "the " + Written.Ordinal(day.N),
        (MonthDayKind.Workday, _, _) => "the " + Written.OrdinalWord(day.N) + " weekday (Mon–Fri)",
        _ => "the " + Written.OrdinalWord(day.N) + " " + Written.Weekdays[day.Weekday],
    };
}
