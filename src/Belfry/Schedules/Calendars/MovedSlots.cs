namespace Belfry.Schedules.Calendars;

/// <summary>
/// The slots, with those of days off moved to working days. Slots that move onto the same second are one. Answers day by day: besides
/// its own slots a working day has those of the days off beside it.
/// </summary>
internal sealed class MovedSlots(SlotPattern inner, Exclusions exclusions, ExcludedPolicy policy) : SlotPattern
{
    private const int MostDays = 20 * 366;
    private const int MostTries = 200;

    private readonly DayMove _move = new(exclusions, policy);

    public override bool IsInterval => inner.IsInterval;

    public override long Ceiling(long local)
    {
        if (local > Civil.LastSecond)
            return NoneAfter;
        local = Math.Max(local, 0);
        var second = Wall.SecondOf(local);
        var day = Wall.DayOf(local);
        for (var tried = 0; tried < MostDays && day <= Civil.LastDay; tried++, day++, second = 0)
        {
            var found = exclusions.ExcludesAllOf(day) ? NoneAfter : First(day, second);
            if (found != NoneAfter)
                return found;

            // Where no slot is near enough to come here, go to where the next one is.
            var next = inner.Ceiling(Wall.At(day - DayMove.Furthest, 0));
            if (next == NoneAfter)
                return NoneAfter;
            day = Math.Max(day, Wall.DayOf(next) - DayMove.Furthest - 1);
        }
        return NoneAfter;
    }

    public override long Floor(long local)
    {
        if (local < 0)
            return NoneBefore;
        local = Math.Min(local, Civil.LastSecond);
        var second = Wall.SecondOf(local);
        var day = Wall.DayOf(local);
        for (var tried = 0; tried < MostDays && day >= 0; tried++, day--, second = Civil.SecondsPerDay - 1)
        {
            var found = exclusions.ExcludesAllOf(day) ? NoneBefore : Last(day, second);
            if (found != NoneBefore)
                return found;

            var next = inner.Floor(Wall.At(day + DayMove.Furthest + 1, -1));
            if (next == NoneBefore)
                return NoneBefore;
            day = Math.Min(day, Wall.DayOf(next) + DayMove.Furthest + 1);
        }
        return NoneBefore;
    }

    private long First(int day, int second)
    {
        var found = First(day, day, second);
        for (var source = day - 1; IsOff(day, source); source--)
            found = Math.Min(found, First(source, day, second));
        for (var source = day + 1; IsOff(day, source); source++)
            found = Math.Min(found, First(source, day, second));
        return found;
    }

    private long Last(int day, int second)
    {
        var found = Last(day, day, second);
        for (var source = day - 1; IsOff(day, source); source--)
            found = Math.Max(found, Last(source, day, second));
        for (var source = day + 1; IsOff(day, source); source++)
            found = Math.Max(found, Last(source, day, second));
        return found;
    }

    private bool IsOff(int day, int source) =>
        Math.Abs(source - day) <= DayMove.Furthest && source is >= 0 and <= Civil.LastDay && exclusions.ExcludesAllOf(source);

    // The least slot on `day`, from `second` on, that comes from `source`.
    private long First(int source, int day, int second)
    {
        if (_move.Of(source) != day)
            return NoneAfter;
        var moved = Wall.At(day - source, 0);
        var slot = inner.Ceiling(Wall.At(source, second));
        for (var tried = 0; tried < MostTries && slot < Wall.At(source + 1, 0); tried++)
        {
            if (!exclusions.Excludes(slot + moved, out _, out var until))
                return slot + moved;
            slot = inner.Ceiling(until - moved);
        }
        return NoneAfter;
    }

    private long Last(int source, int day, int second)
    {
        if (_move.Of(source) != day)
            return NoneBefore;
        var moved = Wall.At(day - source, 0);
        var slot = inner.Floor(Wall.At(source, second));
        for (var tried = 0; tried < MostTries && slot >= Wall.At(source, 0); tried++)
        {
            if (!exclusions.Excludes(slot + moved, out var first, out _))
                return slot + moved;
            slot = inner.Floor(first - 1 - moved);
        }
        return NoneBefore;
    }
}
