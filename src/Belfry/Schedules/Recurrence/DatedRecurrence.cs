namespace Belfry.Schedules.Recurrence;

/// <summary>
/// A rule that counts days, weeks, months or years: in each n-th period the dates that pass, at the times of day, and of those the
/// positions asked for. Knows no start but for counting the periods; bounded, because the calendar repeats after 400 years.
/// </summary>
internal sealed class DatedRecurrence : SlotPattern
{
    private const int LongestPeriod = 366;

    private readonly RecurrenceRule _rule;
    private readonly RuleDates _dates;
    private readonly int[] _times;
    private readonly int _firstUnit;
    private readonly int _weekOffset;
    private readonly int _cycle;

    /// <param name="rule">With what it leaves open taken from its start.</param>
    /// <param name="start">Local second of the first period.</param>
    public DatedRecurrence(RecurrenceRule rule, long start)
    {
        _rule = rule;
        _dates = new(rule);
        _times = [..
            from hour in Words.Values.Of(rule.Hours)
            from minute in Words.Values.Of(rule.Minutes)
            from second in Words.Values.Of(rule.Seconds)
            select hour * 3600 + minute * 60 + second];
        // Day 0 is a Thursday: weeks are counted from the week start at or before it.
        _weekOffset = (int)Wall.FloorMod(Civil.Weekday(0) - rule.WeekStart, 7);
        _firstUnit = Unit(Wall.DayOf(start));
        _cycle = rule.Frequency switch
        {
            Frequency.Yearly => 400,
            Frequency.Monthly => 4_800,
            Frequency.Weekly => 20_871,
            _ => 146_097,
        };
    }

    public override bool IsInterval => false;

    public override long Ceiling(long local)
    {
        if (local > Civil.LastSecond)
            return NoneAfter;
        var unit = Unit(Wall.DayOf(Math.Max(local, 0)));
        unit += (int)Wall.FloorMod(_firstUnit - unit, _rule.Interval);
        for (var tried = 0; tried <= _cycle && unit <= LastUnit; tried++)
        {
            var found = Least(unit, local);
            if (found != NoneAfter)
                return found;
            if (unit > LastUnit - _rule.Interval)
                break;
            unit += _rule.Interval;
        }
        return NoneAfter;
    }

    public override long Floor(long local)
    {
        if (local < 0)
            return NoneBefore;
        local = Math.Min(local, Civil.LastSecond);
        var unit = Unit(Wall.DayOf(local));
        unit -= (int)Wall.FloorMod(unit - _firstUnit, _rule.Interval);
        for (var tried = 0; tried <= _cycle && unit >= Unit(0); tried++, unit -= _rule.Interval)
        {
            var found = Greatest(unit, local);
            if (found != NoneBefore)
                return found;
        }
        return NoneBefore;
    }

    private int LastUnit => Unit(Civil.LastDay);

    private int Unit(int day)
    {
        if (_rule.Frequency == Frequency.Daily)
            return day;
        if (_rule.Frequency == Frequency.Weekly)
            return (day + _weekOffset) / 7;
        Civil.FromDay(day, out var year, out var month, out _);
        return _rule.Frequency == Frequency.Monthly ? year * 12 + month - 1 : year;
    }

    private (int First, int Length) Days(int unit)
    {
        switch (_rule.Frequency)
        {
            case Frequency.Daily:
                return (unit, 1);
            case Frequency.Weekly:
                var first = unit * 7 - _weekOffset;
                return (Math.Max(first, 0), Math.Min(first, 0) + 7);
            case Frequency.Monthly:
                return (Civil.ToDay(unit / 12, unit % 12 + 1, 1), Civil.DaysInMonth(unit / 12, unit % 12 + 1));
            default:
                return (Civil.ToDay(unit, 1, 1), Civil.IsLeap(unit) ? 366 : 365);
        }
    }

    private long Least(int unit, long local)
    {
        var (first, length) = Days(unit);
        if (_rule.Positions.Length > 0)
            return AtPositions(first, length, local, up: true);
        for (var day = Math.Max(first, Wall.DayOf(Math.Max(local, 0))); day < first + length && day <= Civil.LastDay; day++)
        {
            if (!_dates.Has(day))
                continue;
            foreach (var time in _times)
            {
                if (Wall.At(day, time) >= local)
                    return Wall.At(day, time);
            }
        }
        return NoneAfter;
    }

    private long Greatest(int unit, long local)
    {
        var (first, length) = Days(unit);
        if (_rule.Positions.Length > 0)
            return AtPositions(first, length, local, up: false);
        for (var day = Math.Min(first + length - 1, Wall.DayOf(local)); day >= first; day--)
        {
            if (!_dates.Has(day))
                continue;
            for (var i = _times.Length - 1; i >= 0; i--)
            {
                if (Wall.At(day, _times[i]) <= local)
                    return Wall.At(day, _times[i]);
            }
        }
        return NoneBefore;
    }

    // BYSETPOS counts all slots of the period, whatever was asked for.
    private long AtPositions(int first, int length, long local, bool up)
    {
        Span<int> days = stackalloc int[LongestPeriod];
        var count = 0;
        for (var day = first; day < first + length; day++)
        {
            if (_dates.Has(day))
                days[count++] = day;
        }
        var found = up ? NoneAfter : NoneBefore;
        foreach (var position in _rule.Positions)
        {
            var place = position > 0 ? position - 1 : count * _times.Length + position;
            if (place < 0 || place >= count * _times.Length)
                continue;
            var slot = Wall.At(days[place / _times.Length], _times[place % _times.Length]);
            if (up && slot >= local)
                found = Math.Min(found, slot);
            else if (!up && slot <= local)
                found = Math.Max(found, slot);
        }
        return found;
    }
}
