using System.Collections.Frozen;
using System.Globalization;

namespace Belfry.Schedules.Calendars;

internal sealed class DateCalendar(string name, DateOnly[] dates) : Calendar(name)
{
    private readonly FrozenSet<DateOnly> _dates = dates.ToFrozenSet();

    public override string Definition =>
        "dates " + string.Join(", ", _dates.Order().Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    public override bool Excludes(DateTime local) => _dates.Contains(DateOnly.FromDateTime(local));

    public override CalendarSpan Steady(DateTime local) => CalendarSpan.DayOf(local);
}
