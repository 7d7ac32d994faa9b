using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Texts;

/// <summary>What follows <c>every</c>: a period, days of the week, or a number of months or years with a date.</summary>
internal static class EveryText
{
    public static ScheduleForm? Parse(Cursor cursor, Binding binding)
    {
        if (WeekdayText.Group(cursor, cursor.Peek()) != 0)
            return Weekly(cursor, 1);
        var from = cursor.Peek();
        if (!Quantity.TryRead(cursor, out var quantity))
            return null;
        return quantity.Unit switch
        {
            Unit.Seconds => Period(cursor, binding, quantity.N, from),
            Unit.Days => Days(cursor, binding, quantity),
            Unit.Months => Dated(cursor, "month", "day 1") ? MonthText.Parse(cursor, (int)quantity.N) : null,
            _ => Dated(cursor, "year", "1 jan") ? YearText.Parse(cursor, (int)quantity.N) : null,
        };
    }

    /// <summary><c>monday, friday at 08:00</c>.</summary>
    public static ScheduleForm? Weekly(Cursor cursor, int every)
    {
        if (!WeekdayText.TryDays(cursor, out var mask) || !TimeText.TryAt(cursor, out var times))
            return null;
        return mask == Weekdays.All && every == 1 ? new DaysForm(1, null, times) : new WeekForm(mask, every, times);
    }

    private static ScheduleForm? Period(Cursor cursor, Binding binding, long seconds, Token period)
    {
        var start = cursor.Peek();
        var isWindow = false;
        var (from, to) = (0, Civil.SecondsPerDay);
        if (cursor.Take("from"))
        {
            if (StampText.Looks(cursor.Text(cursor.Peek())))
            {
                return StampText.TryStamp(cursor, "from", out var anchor, out var isLocal)
                    ? new IntervalForm(seconds, isLocal ? binding.Instant(anchor) : anchor)
                    : null;
            }
            isWindow = true;
            if (!TimeText.TryTime(cursor, out from) || !cursor.Expect("to", "window") || !TryEnd(cursor, out to))
                return null;
        }
        var mask = Weekdays.All;
        if (cursor.Take("on"))
        {
            isWindow = true;
            if (!WeekdayText.TryDays(cursor, out mask))
                return null;
        }
        if (!isWindow)
            return new IntervalForm(seconds, null);
        if (from == to)
        {
            cursor.Fail("SCHEDULE_BAD_WINDOW", "window", start, "starts a window that is empty", "different start and end times", null);
            return null;
        }
        if (seconds < Civil.SecondsPerDay)
            return new WindowForm((int)seconds, from, to, mask);
        cursor.Fail("SCHEDULE_OUT_OF_RANGE", "period", period, "does not fit into a part of the day", "less than 24 hours", "use 'every 2 days at 09:00'");
        return null;
    }

    private static bool TryEnd(Cursor cursor, out int second)
    {
        second = Civil.SecondsPerDay;
        return cursor.Take("24:00") || TimeText.TryTime(cursor, out second);
    }

    private static ScheduleForm? Days(Cursor cursor, Binding binding, Quantity quantity)
    {
        if (quantity.Weeks && quantity.N % 7 == 0 && cursor.Take("on"))
            return Weekly(cursor, (int)quantity.N / 7);
        long? anchor = null;
        if (cursor.Take("from"))
        {
            if (!StampText.TryStamp(cursor, "from", out var stamp, out var isLocal))
                return null;
            anchor = isLocal ? stamp : binding.Local(stamp);
        }
        int[]? times = null;
        if (cursor.Is(cursor.Peek(), "at") && !TimeText.TryAt(cursor, out times))
            return null;
        var isDaily = quantity.N == 1 && times is not null;
        return new DaysForm((int)quantity.N, isDaily ? null : anchor, times);
    }

    private static bool Dated(Cursor cursor, string unit, string date)
    {
        var token = cursor.Peek();
        return cursor.Take("on")
            || cursor.Fail("SCHEDULE_NEEDS_DATE", unit, token, "is not a date", $"'on' and a day of the {unit}", $"for example 'on {date} at 00:00'");
    }
}
