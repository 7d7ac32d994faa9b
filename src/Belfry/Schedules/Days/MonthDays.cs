using System.Numerics;

namespace Belfry.Schedules.Days;

/// <summary>Named days in every n-th month, counted from January 2001 and never from the run before, so that 31 is followed by 30 and 31 again.</summary>
internal sealed class MonthDays(MonthDay[] named, ShortMonth shortMonth, int n) : DaySet
{
    // Months repeat their shapes after 4,800; a set that is empty that long is empty.
    private const int Cycle = 4_800;
    private const int AnchorMonth = 2001 * 12;
    private const int LastMonth = 9999 * 12 + 11;

    protected override int Up(int day)
    {
        Civil.FromDay(day, out var year, out var month, out var date);
        month += year * 12 - 1;
        var rest = ~0u << date;
        for (var tried = 0; tried <= Cycle && month <= LastMonth; tried++)
        {
            var skip = (int)Wall.FloorMod(AnchorMonth - month, n);
            var days = skip == 0 ? Mask(month) & rest : 0;
            if (days != 0)
                return Civil.ToDay(month / 12, month % 12 + 1, BitOperations.TrailingZeroCount(days));

            month += skip == 0 ? n : skip;
            rest = ~0u;
        }

        return NoneAfter;
    }

    protected override int Down(int day)
    {
        Civil.FromDay(day, out var year, out var month, out var date);
        month += year * 12 - 1;
        var rest = (2u << date) - 1;
        for (var tried = 0; tried <= Cycle && month >= 1970 * 12; tried++)
        {
            var back = (int)Wall.FloorMod(month - AnchorMonth, n);
            var days = back == 0 ? Mask(month) & rest : 0;
            if (days != 0)
                return Civil.ToDay(month / 12, month % 12 + 1, BitOperations.Log2(days));

            month -= back == 0 ? n : back;
            rest = ~0u;
        }

        return NoneBefore;
    }

    private uint Mask(int month)
    {
        var length = Civil.DaysInMonth(month / 12, month % 12 + 1);
        var first = Civil.Weekday(Civil.ToDay(month / 12, month % 12 + 1, 1));
        var mask = 0u;
        foreach (var day in named)
            mask |= 1u << day.In(length, first, shortMonth);

        // Bit 0 collects the days that this month does not have.
        return mask & ~1u;
    }
}
