namespace Belfry.Schedules.Days;

/// <summary>
/// From one time of day to another, every so many seconds, on each day of a set. The steps are counted from the start of the
/// window; a window that passes midnight belongs to the day on which it starts. Follows elapsed time through an offset change.
/// </summary>
/// <param name="days">Days on which a window starts.</param>
/// <param name="period">Seconds between slots.</param>
/// <param name="from">Second of the day at which the window starts.</param>
/// <param name="length">Seconds to the end of the window, itself included; less than a day, so that windows never meet.</param>
internal sealed class WindowSlots(DaySet days, int period, int from, int length) : SlotPattern
{
    public override bool IsInterval => true;

    public override long Ceiling(long local)
    {
        if (local > Civil.LastSecond)
            return NoneAfter;

        var day = days.Ceiling(Wall.DayOf(Math.Max(local, 0) - from - length));
        while (day != DaySet.NoneAfter)
        {
            var start = Wall.At(day, from);
            if (local <= start)
                return start;

            var slot = start + (local - start + period - 1) / period * period;
            if (slot <= start + length)
                return slot > Civil.LastSecond ? NoneAfter : slot;

            day = days.Ceiling(day + 1);
        }

        return NoneAfter;
    }

    public override long Floor(long local)
    {
        if (local < from)
            return NoneBefore;

        var day = days.Floor(Wall.DayOf(Math.Min(local, Civil.LastSecond) - from));
        if (day == DaySet.NoneBefore)
            return NoneBefore;

        var start = Wall.At(day, from);
        return start + Math.Min(Math.Min(local, Civil.LastSecond) - start, length) / period * period;
    }
}
