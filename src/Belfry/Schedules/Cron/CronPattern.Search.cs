using static Belfry.Schedules.Civil;

namespace Belfry.Schedules.Cron;

/// <content>
/// The least and greatest slot on one side of a local second. Bounded by one step a month: at most 40 years lie between two
/// slots without a year field (29 February on a fixed weekday, over 2100), and at most 230 with one.
/// </content>
internal sealed partial class CronPattern
{
    private const int NoTime = -1;

    public override long Ceiling(long local)
    {
        if ((ulong)local > LastSecond)
        {
            if (local > 0)
                return NoneAfter;
            local = 0;
        }
        var day = (int)((ulong)local / SecondsPerDay);
        var second = (int)(local - day * (long)SecondsPerDay);
        if (!Has(CronFlags.EveryDay))
            return CeilingByDay(day, second);
        var time = TimeCeiling(second);
        if (time >= 0)
            return local - second + time;
        return day < LastDay ? SlotAt(day + 1, _firstTime) : NoneAfter;
    }

    public override long Floor(long local)
    {
        if ((ulong)local > LastSecond)
        {
            if (local < 0)
                return NoneBefore;
            local = LastSecond;
        }
        var day = (int)((ulong)local / SecondsPerDay);
        var second = (int)(local - day * (long)SecondsPerDay);
        if (!Has(CronFlags.EveryDay))
            return FloorByDay(day, second);
        var time = TimeFloor(second);
        if (time >= 0)
            return local - second + time;
        return day > 0 ? SlotAt(day - 1, _lastTime) : NoneBefore;
    }

    private long CeilingByDay(int dayNumber, int second)
    {
        if (_neverFires)
            return NoneAfter;
        FromDay(dayNumber, out var year, out var month, out var day);
        var laterMonths = 0u;
        if (AllowsYear(year))
        {
            laterMonths = (uint)_masks.Months >> month;
            if ((laterMonths & 1) != 0)
            {
                var days = DaysAround(dayNumber, year, month, day) >> day;
                var time = (days & 1) != 0 ? TimeCeiling(second) : NoTime;
                if (time >= 0)
                    return SlotAt(dayNumber, time);
                if ((days & ~1u) != 0)
                    return SlotAt(dayNumber + Lowest(days & ~1u), _firstTime);
            }
            laterMonths &= ~1u;
        }
        return FirstAfter(year, month, laterMonths);
    }

    private long FloorByDay(int dayNumber, int second)
    {
        if (_neverFires)
            return NoneBefore;
        FromDay(dayNumber, out var year, out var month, out var day);
        var earlierMonths = 0u;
        if (AllowsYear(year))
        {
            earlierMonths = _masks.Months & ((1u << month) - 1);
            if ((_masks.Months >> month & 1) != 0)
            {
                var days = DaysAround(dayNumber, year, month, day);
                var time = (days >> day & 1) != 0 ? TimeFloor(second) : NoTime;
                if (time >= 0)
                    return SlotAt(dayNumber, time);
                days &= (1u << day) - 1;
                if (days != 0)
                    return SlotAt(dayNumber - day + Highest(days), _lastTime);
            }
        }
        return LastBefore(year, earlierMonths);
    }

    // `later` holds the allowed months of the year after `month`, shifted so that bit n is n months on.
    private long FirstAfter(int year, int month, uint later)
    {
        for (; ; later &= later - 1)
        {
            if (later == 0)
            {
                year = YearFrom(year + 1);
                if (year == 0)
                    return NoneAfter;
                month = 0;
                later = _masks.Months;
            }
            var candidate = month + Lowest(later);
            var days = DaysIn(year, candidate);
            if (days != 0)
                return SlotAt(ToDay(year, candidate, Lowest(days)), _firstTime);
        }
    }

    private long LastBefore(int year, uint earlier)
    {
        for (; ; )
        {
            if (earlier == 0)
            {
                year = YearUpTo(year - 1);
                if (year == 0)
                    return NoneBefore;
                earlier = _masks.Months;
            }
            var candidate = Highest(earlier);
            var days = DaysIn(year, candidate);
            if (days != 0)
                return SlotAt(ToDay(year, candidate, Highest(days)), _lastTime);
            earlier ^= 1u << candidate;
        }
    }

    private uint DaysAround(int dayNumber, int year, int month, int day)
    {
        var length = DaysInMonth(year, month);
        return Has(CronFlags.PlainDaysOfMonth)
            ? _masks.DaysOfMonth & DaysUpTo(length)
            : DaysOfShape(length, Weekday(dayNumber - day + 1));
    }

    // The least time of day at or after `second`, or NoTime.
    private int TimeCeiling(int second)
    {
        var hour = second / 3600;
        var minute = second / 60 % 60;
        if ((_masks.Hours >> hour & 1) != 0)
        {
            var seconds = _masks.Seconds >> second % 60;
            if (seconds != 0 && (_masks.Minutes >> minute & 1) != 0)
                return second + Lowest(seconds);
            var minutes = _masks.Minutes >> minute >> 1;
            if (minutes != 0)
                return CivilTime(hour, minute + 1 + Lowest(minutes), Lowest(_masks.Seconds));
        }
        var hours = _masks.Hours >> hour >> 1;
        return hours != 0 ? CivilTime(hour + 1 + Lowest(hours), Lowest(_masks.Minutes), Lowest(_masks.Seconds)) : NoTime;
    }

    // The greatest time of day at or before `second`, or NoTime.
    private int TimeFloor(int second)
    {
        var hour = second / 3600;
        var minute = second / 60 % 60;
        if ((_masks.Hours >> hour & 1) != 0)
        {
            var seconds = _masks.Seconds & ((2UL << second % 60) - 1);
            if (seconds != 0 && (_masks.Minutes >> minute & 1) != 0)
                return CivilTime(hour, minute, Highest(seconds));
            var minutes = _masks.Minutes & ((1UL << minute) - 1);
            if (minutes != 0)
                return CivilTime(hour, Highest(minutes), Highest(_masks.Seconds));
        }
        var hours = _masks.Hours & ((1u << hour) - 1);
        return hours != 0 ? CivilTime(Highest(hours), Highest(_masks.Minutes), Highest(_masks.Seconds)) : NoTime;
    }

    // The least allowed year at or after `year`, or 0.
    private int YearFrom(int year)
    {
        if (Has(CronFlags.LeapDayOnly))
            year = (year + 3) & ~3;
        if (_years is null)
            return year <= LastYear ? year : 0;
        while (year <= CronField.Year.Max && !AllowsYear(year))
            year++;
        return year <= CronField.Year.Max ? year : 0;
    }

    private int YearUpTo(int year)
    {
        if (Has(CronFlags.LeapDayOnly))
            year &= ~3;
        if (_years is null)
            return year >= FirstYear ? year : 0;
        year = Math.Min(year, CronField.Year.Max);
        while (year >= FirstYear && !AllowsYear(year))
            year--;
        return year >= FirstYear ? year : 0;
    }

    private static long SlotAt(int dayNumber, int time) => dayNumber * (long)SecondsPerDay + time;

    private static int CivilTime(int hour, int minute, int second) => hour * 3600 + minute * 60 + second;
}
