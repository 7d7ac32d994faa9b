using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Every so many seconds within a part of the day, its end included, on some days of the week.</summary>
/// <param name="period">Seconds, less than a day.</param>
/// <param name="from">Second of the day.</param>
/// <param name="to">Second of the day, up to 86,400; not after <paramref name="from"/> when the window passes midnight.</param>
/// <param name="mask">Days on which a window starts, bit 0 for Sunday.</param>
internal sealed class WindowForm(int period, int from, int to, int mask) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Window;

    public override string Text => "every " + Period.Text(period) + Range("from", "to") + mask switch
    {
        Weekdays.All => "",
        Weekdays.Working => " on weekdays",
        Weekdays.Weekend => " on weekends",
        _ => " on " + Weekdays.Text(mask),
    };

    public override string Words(Binding binding) =>
        "Every " + Period.Text(period) + Range("from", "to") + ", " + Weekdays.Words(mask);

    // 24:00 is the first second of the next day and not in the window of this one.
    public override FireSet Fires(Binding binding)
    {
        var length = to == Civil.SecondsPerDay ? to - from - 1 : (to - from + Civil.SecondsPerDay) % Civil.SecondsPerDay;
        return binding.Zoned(new WindowSlots(mask == Weekdays.All ? EveryDays.All : new WeekDays(mask, 1), period, from, length));
    }

    private string Range(string start, string end) =>
        from == 0 && to == Civil.SecondsPerDay && mask != Weekdays.All ? "" : $" {start} {Written.Time(from)} {end} {Written.Time(to)}";
}
