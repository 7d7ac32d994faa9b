using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Weekdays (bit 0 is Sunday) of every n-th ISO week at times of day.</summary>
internal sealed class WeekForm(int mask, int every, int[] times) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Weekly;

    public override string Text
    {
        get
        {
            var at = " at " + Written.Times(times);
            if (every > 1)
                return "every " + Period.Counted(every, "week") + " on " + Weekdays.Text(mask) + at;
            return mask == Weekdays.Working ? "every weekday" + at : "weekly on " + Weekdays.Text(mask) + at;
        }
    }

    public override string Words(Binding binding)
    {
        var days = "At " + Written.List([.. times.Select(Written.Time)]) + (Weekdays.IsRow(mask) ? ", " : " on ") + Weekdays.Words(mask);
        return every == 1 ? days : days + ", every " + Period.Counted(every, "week") + ", counted from the week of 2001-01-01";
    }

    public override FireSet Fires(Binding binding) => binding.Zoned(new TimedDays(new WeekDays(mask, every), times));
}
