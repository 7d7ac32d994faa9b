using System.Numerics;

namespace Belfry.Schedules.Recurrence;

/// <summary>
/// A rule that counts hours, minutes or seconds: every n-th one that the day and time parts let pass, and within it the minutes and
/// seconds they add. The same within each period, so that positions are chosen once. Follows elapsed time through an offset change.
/// </summary>
internal sealed class ClockedRecurrence : SlotPattern
{
    private const long Horizon = 146_097L * Civil.SecondsPerDay;
    private const int MostSteps = 200_000;
    private const ulong Sixty = (1UL << 60) - 1;
    private const uint TwentyFour = (1U << 24) - 1;

    private readonly RuleDates _dates;
    private readonly int _unit;
    private readonly long _step;
    private readonly long _origin;
    private readonly int[] _offsets;
    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly uint _hours;

    public ClockedRecurrence(RecurrenceRule rule, long start)
    {
        _dates = new(rule);
        _unit = rule.Frequency switch { Frequency.Hourly => 3600, Frequency.Minutely => 60, _ => 1 };
        _step = (long)rule.Interval * _unit;
        _origin = start - start % _unit;
        _hours = rule.Hours == 0 ? TwentyFour : rule.Hours;
        _minutes = _unit == 3600 || rule.Minutes == 0 ? Sixty : rule.Minutes;
        _seconds = _unit > 1 || rule.Seconds == 0 ? Sixty : rule.Seconds;
        _offsets = IsReachable() ? Offsets(rule, _unit) : [];
    }

    public override bool IsInterval => true;

    public override long Ceiling(long local)
    {
        if (_offsets.Length == 0)
            return NoneAfter;
        local = Math.Max(local, 0);
        var limit = Math.Min(local + Horizon, Civil.LastSecond);
        var period = _origin + Wall.FloorDiv(local - _origin, _step) * _step;
        for (var tried = 0; tried < MostSteps && period <= limit; tried++)
        {
            var allowed = AllowedFrom(Math.Max(period, 0), limit);
            if (allowed == period && Least(period, local) is var found and not NoneAfter)
                return found > Civil.LastSecond ? NoneAfter : found;
            if (allowed == NoneAfter)
                return NoneAfter;
            period = Math.Max(period + _step, _origin - Wall.FloorDiv(_origin - allowed, _step) * _step);
        }
        return NoneAfter;
    }

    public override long Floor(long local)
    {
        if (_offsets.Length == 0)
            return NoneBefore;
        local = Math.Min(local, Civil.LastSecond);
        var limit = Math.Max(local - Horizon, 0);
        var period = _origin + Wall.FloorDiv(local - _origin, _step) * _step;
        for (var tried = 0; tried < MostSteps && period >= limit; tried++)
        {
            var allowed = AllowedUpTo(period, limit);
            if (allowed == period && Greatest(period, local) is var found and not NoneBefore)
                return found;
            if (allowed == NoneBefore)
                return NoneBefore;
            period = Math.Min(period - _step, _origin + Wall.FloorDiv(allowed - _origin, _step) * _step);
        }
        return NoneBefore;
    }

    // Periods start at times of day that lie a common divisor of step and day apart; every second hour never shows an odd one.
    private bool IsReachable()
    {
        var apart = (int)BigInteger.GreatestCommonDivisor(_step, Civil.SecondsPerDay);
        for (var time = (int)Wall.FloorMod(_origin, apart); time < Civil.SecondsPerDay; time += apart)
        {
            if (TimeFrom(time) == time)
                return true;
        }
        return false;
    }

    private long Least(long period, long local)
    {
        foreach (var offset in _offsets)
        {
            if (period + offset >= local)
                return period + offset;
        }
        return NoneAfter;
    }

    private long Greatest(long period, long local)
    {
        for (var i = _offsets.Length - 1; i >= 0; i--)
        {
            if (period + _offsets[i] <= local)
                return period + _offsets[i];
        }
        return NoneBefore;
    }

    // The least second at or after this one that the parts let pass, whether or not a period starts there.
    private long AllowedFrom(long local, long limit)
    {
        var day = Wall.DayOf(local);
        var time = _dates.Has(day) ? TimeFrom(Wall.SecondOf(local)) : -1;
        while (time < 0)
        {
            day++;
            if (Wall.At(day, 0) > limit)
                return NoneAfter;
            time = _dates.Has(day) ? TimeFrom(0) : -1;
        }
        return Wall.At(day, time);
    }

    private long AllowedUpTo(long local, long limit)
    {
        var day = Wall.DayOf(local);
        var time = _dates.Has(day) ? TimeUpTo(Wall.SecondOf(local)) : -1;
        while (time < 0)
        {
            day--;
            if (day < 0 || Wall.At(day + 1, 0) < limit)
                return NoneBefore;
            time = _dates.Has(day) ? TimeUpTo(Civil.SecondsPerDay - 1) : -1;
        }
        return Wall.At(day, time);
    }

    private int TimeFrom(int time)
    {
        while (time < Civil.SecondsPerDay)
        {
            if ((_hours >> time / 3600 & 1) == 0)
                time = (time / 3600 + 1) * 3600;
            else if ((_minutes >> time / 60 % 60 & 1) == 0)
                time = (time / 60 + 1) * 60;
            else if (_seconds >> time % 60 is var rest and not 0)
                return time + BitOperations.TrailingZeroCount(rest);
            else
                time = (time / 60 + 1) * 60;
        }
        return -1;
    }

    private int TimeUpTo(int time)
    {
        while (time >= 0)
        {
            if ((_hours >> time / 3600 & 1) == 0)
                time = time / 3600 * 3600 - 1;
            else if ((_minutes >> time / 60 % 60 & 1) == 0)
                time = time / 60 * 60 - 1;
            else if ((_seconds & ((2UL << time % 60) - 1)) is var rest and not 0)
                return time / 60 * 60 + BitOperations.Log2(rest);
            else
                time = time / 60 * 60 - 1;
        }
        return -1;
    }

    private static int[] Offsets(RecurrenceRule rule, int unit)
    {
        int[] seconds = unit == 1 ? [0] : Words.Values.Of(rule.Seconds);
        int[] minutes = unit < 3600 ? [0] : Words.Values.Of(rule.Minutes);
        int[] all = [.. from minute in minutes from second in seconds select minute * 60 + second];
        return rule.Positions.Length == 0 ? all :
            [.. all.Where((_, i) => rule.Positions.Contains(i + 1) || rule.Positions.Contains(i - all.Length))];
    }
}
