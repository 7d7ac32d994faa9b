using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Calendars;

internal sealed class CronCalendar(string name, CronPattern pattern) : Calendar(name)
{
    // Five fields name minutes: all sixty seconds of one are meant.
    private readonly int _grain = pattern.FieldCount == 5 ? 60 : 1;

    private readonly bool _wholeDays =
        pattern.Hours == CronField.Hour.All && pattern.Minutes == CronField.Minute.All
        && (pattern.FieldCount == 5 || pattern.Seconds == CronField.Second.All);

    public override string Definition => "cron " + pattern;

    public override bool Excludes(DateTime local) => pattern.Contains(Start(local));

    public override CalendarSpan Steady(DateTime local)
    {
        if (_wholeDays)
            return CalendarSpan.DayOf(local);
        var start = Start(local);
        var next = pattern.Ceiling(start + 1);
        var until = pattern.Contains(start) ? start + _grain : Math.Min(next, Civil.LastSecond);
        return new(Wall.Time(start), Wall.Time(until));
    }

    private long Start(DateTime local)
    {
        var second = Wall.Seconds(local);
        return second - Wall.FloorMod(second, _grain);
    }
}
