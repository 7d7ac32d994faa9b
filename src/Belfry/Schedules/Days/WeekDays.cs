namespace Belfry.Schedules.Days;

/// <summary>Days of the week (bit 0 is Sunday) in every n-th week. Weeks begin on Monday (ISO 8601) and are counted from 2001-01-01.</summary>
internal sealed class WeekDays(int mask, int n) : DaySet
{
    protected override int Up(int day)
    {
        while (true)
        {
            var monday = Monday(day);
            var skip = (int)Wall.FloorMod(Wall.AnchorDay - monday, 7L * n);
            if (skip == 0)
            {
                for (; day < monday + 7; day++)
                {
                    if (Has(day))
                        return day;
                }

                skip = 7 * n;
            }

            day = monday + skip;
        }
    }

    protected override int Down(int day)
    {
        while (true)
        {
            var monday = Monday(day);
            var back = (int)Wall.FloorMod(monday - Wall.AnchorDay, 7L * n);
            if (back == 0)
            {
                for (; day >= monday; day--)
                {
                    if (Has(day))
                        return day;
                }

                back = 7 * n;
            }

            day = monday - back + 6;
        }
    }

    private bool Has(int day) => (mask >> Civil.Weekday(day) & 1) != 0;

    private static int Monday(int day) => day - (int)Wall.FloorMod(day - Wall.AnchorDay, 7);
}
