using System.Numerics;

namespace Belfry.Schedules.Cron;

/// <content>Which days of a month the day fields allow, as one mask with bit n for day n. No loop over days.</content>
internal sealed partial class CronPattern
{
    private const int Sunday = 0;
    private const int Saturday = 6;

    // Multiplying by it writes seven bits five times side by side.
    private const ulong FiveWeeks = 0x1020_4081;

    private uint DaysIn(int year, int month)
    {
        var length = Civil.DaysInMonth(year, month);
        return Has(CronFlags.PlainDaysOfMonth)
            ? _masks.DaysOfMonth & DaysUpTo(length)
            : DaysOfShape(length, Civil.Weekday(Civil.ToDay(year, month, 1)));
    }

    private uint DaysOfShape(int length, int firstWeekday)
    {
        var byMonth = _masks.DaysOfMonth;
        var byWeek = (uint)(FromFirst(_masks.DaysOfWeek, firstWeekday) * FiveWeeks << 1);
        if (Has(CronFlags.SpecialDays))
        {
            byMonth |= SpecialDaysOfMonth(length, firstWeekday);
            if ((_masks.LastDaysOfWeek | _masks.NthDaysOfWeek) != 0)
                byWeek |= SpecialDaysOfWeek(length, firstWeekday);
        }
        return (Has(CronFlags.EitherDay) ? byMonth | byWeek : byMonth & byWeek) & DaysUpTo(length);
    }

    private uint SpecialDaysOfMonth(int length, int firstWeekday)
    {
        var days = 0u;
        for (var rest = _masks.DaysFromLast; rest != 0; rest &= rest - 1)
            days |= 1u << Math.Max(length - Lowest(rest), 0);
        for (var rest = _masks.WeekdaysFromLast; rest != 0; rest &= rest - 1)
            days |= Nearest(length - Lowest(rest), length, firstWeekday);
        for (var rest = _masks.NearestWeekdays; rest != 0; rest &= rest - 1)
            days |= Nearest(Lowest(rest), length, firstWeekday);
        return days;
    }

    private uint SpecialDaysOfWeek(int length, int firstWeekday)
    {
        var firstOfLastWeek = length - 6;
        var days = (uint)(FromFirst(_masks.LastDaysOfWeek, (firstWeekday + firstOfLastWeek - 1) % 7) << firstOfLastWeek);
        var firstOfWeek = 1;
        for (var rest = _masks.NthDaysOfWeek; rest != 0; rest >>= 7, firstOfWeek += 7)
            days |= (uint)(FromFirst((byte)(rest & AllDaysOfWeek), firstWeekday) << firstOfWeek);
        return days;
    }

    // The Monday to Friday nearest to a day, without leaving the month; none if the month has no such day.
    private static uint Nearest(int day, int length, int firstWeekday)
    {
        if (day < 1 || day > length)
            return 0;
        return ((firstWeekday + day - 1) % 7) switch
        {
            Saturday => 1u << (day > 1 ? day - 1 : day + 2),
            Sunday => 1u << (day < length ? day + 1 : day - 2),
            _ => 1u << day,
        };
    }

    // Turns "bit 0 is Sunday" into "bit 0 is the given weekday".
    private static ulong FromFirst(byte weekdays, int first) => ((uint)(weekdays | weekdays << 7) >> first) & AllDaysOfWeek;

    private static uint DaysUpTo(int length) => (2u << length) - 2;

    // Without a year field every pair of weekday and month length occurs within 400 years, so trying those decides it.
    private bool HasAnyDay()
    {
        if (Has(CronFlags.PlainDaysOfMonth) && (_masks.DaysOfMonth & DaysInEveryMonth) != 0)
            return true;
        for (var rest = (uint)_masks.Months; rest != 0; rest &= rest - 1)
        {
            var month = Lowest(rest);
            if (_years is null ? HasAnyDayIn(month) : HasAnyDayInListedYears(month))
                return true;
        }
        return false;
    }

    private bool HasAnyDayIn(int month)
    {
        const int CommonYear = 2001;
        const int LeapYear = 2000;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            if ((DaysOfShape(Civil.DaysInMonth(LeapYear, month), weekday) | DaysOfShape(Civil.DaysInMonth(CommonYear, month), weekday)) != 0)
                return true;
        }
        return false;
    }

    private bool HasAnyDayInListedYears(int month)
    {
        for (var year = YearFrom(CronField.Year.Min); year != 0; year = YearFrom(year + 1))
        {
            if (DaysIn(year, month) != 0)
                return true;
        }
        return false;
    }

    private static int Lowest(uint mask) => BitOperations.TrailingZeroCount(mask);

    private static int Lowest(ulong mask) => BitOperations.TrailingZeroCount(mask);

    private static int Highest(uint mask) => BitOperations.Log2(mask);

    private static int Highest(ulong mask) => BitOperations.Log2(mask);
}
