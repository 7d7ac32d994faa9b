namespace Belfry.Schedules.Calendars;

internal sealed class WeeklyCalendar(string name, DayOfWeek[] days) : Calendar(name)
{
    private readonly int _mask = days.Aggregate(0, (mask, day) => mask | 1 << (int)day);

    public override string Definition => "weekly " + Forms.Weekdays.Text(_mask);

    public override bool Excludes(DateTime local) => (_mask >> (int)local.DayOfWeek & 1) != 0;

    public override CalendarSpan Steady(DateTime local) => CalendarSpan.DayOf(local);
}
