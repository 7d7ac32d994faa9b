using System.Globalization;
using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>One date of every n-th year at times of day.</summary>
internal sealed class YearForm(int month, int day, ShortMonth shortMonth, int every, int[] times) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Yearly;

    public override string Text =>
        (every == 1 ? "yearly on " : "every " + Period.Counted(every, "year") + " on ")
        + Day + " " + Written.Lower(Written.Months[month - 1][..3]) + MonthForm.Short(shortMonth) + " at " + Written.Times(times);

    public override string Words(Binding binding) =>
        "At " + Written.List([.. times.Select(Written.Time)]) + " on " + Day + " " + Written.Months[month - 1]
        + (every == 1 ? "" : " of every " + Period.Counted(every, "year") + ", counted from 2001")
        + shortMonth switch
        {
            ShortMonth.Clamp => ", or on the 28th in other than leap years",
            ShortMonth.Skip => " (leap years only)",
            _ => "",
        };

    public override FireSet Fires(Binding binding) =>
        binding.Zoned(new TimedDays(new YearDays(month, day, shortMonth, every), times));

    private string Day => day.ToString(CultureInfo.InvariantCulture);
}
