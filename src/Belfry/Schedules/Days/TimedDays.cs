namespace Belfry.Schedules.Days;

/// <summary>The same times of day (ascending seconds) on each day of a set. Names times of day, so it is of the fixed kind.</summary>
internal sealed class TimedDays(DaySet days, int[] times) : SlotPattern
{
    public override bool IsInterval => false;

    public override long Ceiling(long local)
    {
        if (local > Civil.LastSecond)
            return NoneAfter;

        local = Math.Max(local, 0);
        var from = Wall.DayOf(local);
        var day = days.Ceiling(from);
        if (day == from)
        {
            var second = Wall.SecondOf(local);
            foreach (var time in times)
            {
                if (time >= second)
                    return Wall.At(day, time);
            }

            day = days.Ceiling(from + 1);
        }

        return day == DaySet.NoneAfter ? NoneAfter : Wall.At(day, times[0]);
    }

    public override long Floor(long local)
    {
        if (local < 0)
            return NoneBefore;

        local = Math.Min(local, Civil.LastSecond);
        var from = Wall.DayOf(local);
        var day = days.Floor(from);
        if (day == from)
        {
            var second = Wall.SecondOf(local);
            for (var i = times.Length - 1; i >= 0; i--)
            {
                if (times[i] <= second)
                    return Wall.At(day, times[i]);
            }

            day = days.Floor(from - 1);
        }

        return day == DaySet.NoneBefore ? NoneBefore : Wall.At(day, times[^1]);
    }
}
