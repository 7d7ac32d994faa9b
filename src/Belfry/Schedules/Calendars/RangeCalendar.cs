using System.Globalization;

namespace Belfry.Schedules.Calendars;

internal sealed class RangeCalendar : Calendar
{
    private readonly (DateOnly First, DateOnly Last)[] _ranges;

    public RangeCalendar(string name, (DateOnly First, DateOnly Last)[] ranges)
        : base(name)
    {
        if (ranges.Any(r => r.Last < r.First))
            throw new ArgumentException("A range of dates ends before it starts.", nameof(ranges));
        _ranges = [.. ranges.Order()];
    }

    public override string Definition => "ranges " + string.Join(", ",
        _ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.First:yyyy-MM-dd} to {r.Last:yyyy-MM-dd}")));

    public override bool Excludes(DateTime local)
    {
        var date = DateOnly.FromDateTime(local);
        foreach (var (first, last) in _ranges)
        {
            if (date >= first && date <= last)
                return true;
        }
        return false;
    }

    public override CalendarSpan Steady(DateTime local) => CalendarSpan.DayOf(local);
}
