using System.Globalization;

namespace Belfry.Schedules.Calendars;

internal sealed class TimeCalendar : Calendar
{
    // Disjoint, ascending, in seconds of the day; a range over midnight is kept as two.
    private readonly (int From, int Until)[] _ranges;

    public TimeCalendar(string name, (TimeOnly From, TimeOnly Until)[] ranges)
        : base(name)
    {
        var parts = new List<(int From, int Until)>();
        foreach (var (from, until) in ranges)
        {
            var (start, end) = (Second(from), Second(until));
            if (end > start)
            {
                parts.Add((start, end));
                continue;
            }
            parts.Add((start, Civil.SecondsPerDay));
            if (end > 0)
                parts.Add((0, end));
        }
        _ranges = [.. Merged(parts)];
    }

    public override string Definition => "times " + string.Join(", ",
        _ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{Written.Time(r.From)} to {Written.Time(r.Until)}")));

    public override bool Excludes(DateTime local)
    {
        var second = Second(TimeOnly.FromDateTime(local));
        foreach (var (from, until) in _ranges)
        {
            if (second >= from && second < until)
                return true;
        }
        return false;
    }

    public override CalendarSpan Steady(DateTime local)
    {
        var second = Second(TimeOnly.FromDateTime(local));
        var (start, end) = (0, Civil.SecondsPerDay);
        foreach (var (from, until) in _ranges)
        {
            if (second >= from && second < until)
                (start, end) = (from, until);
            else if (until <= second)
                start = Math.Max(start, until);
            else if (from > second)
                end = Math.Min(end, from);
        }
        var day = CalendarSpan.DayOf(local);
        return new(day.From.AddSeconds(start), end == Civil.SecondsPerDay ? day.Until : day.From.AddSeconds(end));
    }

    private static int Second(TimeOnly time) => (int)(time.Ticks / TimeSpan.TicksPerSecond);

    private static IEnumerable<(int From, int Until)> Merged(List<(int From, int Until)> parts)
    {
        parts.Sort();
        for (var i = 0; i < parts.Count; i++)
        {
            var (from, until) = parts[i];
            while (i + 1 < parts.Count && parts[i + 1].From <= until)
                until = Math.Max(until, parts[++i].Until);
            yield return (from, until);
        }
    }
}
