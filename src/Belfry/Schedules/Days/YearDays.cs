namespace Belfry.Schedules.Days;

/// <summary>One date in every n-th year, counted from 2001.</summary>
internal sealed class YearDays(int month, int day, ShortMonth shortMonth, int n) : DaySet
{
    // Leap years repeat after 400.
    private const int Cycle = 400;
    private const int AnchorYear = 2001;

    protected override int Up(int from)
    {
        Civil.FromDay(from, out var year, out _, out _);
        year += (int)Wall.FloorMod(AnchorYear - year, n);
        for (var tried = 0; tried <= Cycle && year <= 9999; tried++, year += n)
        {
            var found = In(year);
            if (found >= from)
                return found;
        }

        return NoneAfter;
    }

    protected override int Down(int until)
    {
        Civil.FromDay(until, out var year, out _, out _);
        year -= (int)Wall.FloorMod(year - AnchorYear, n);
        for (var tried = 0; tried <= Cycle && year >= 1970; tried++, year -= n)
        {
            var found = In(year);
            if (found >= 0 && found <= until)
                return found;
        }

        return NoneBefore;
    }

    /// <summary>The day meant in that year, or -1.</summary>
    private int In(int year)
    {
        var length = Civil.DaysInMonth(year, month);
        if (day <= length)
            return Civil.ToDay(year, month, day);

        return shortMonth == ShortMonth.Clamp ? Civil.ToDay(year, month, length) : -1;
    }
}
