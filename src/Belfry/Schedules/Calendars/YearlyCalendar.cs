using System.Globalization;

namespace Belfry.Schedules.Calendars;

internal sealed class YearlyCalendar : Calendar
{
    private readonly uint[] _daysByMonth = new uint[13];

    public YearlyCalendar(string name, (int Month, int Day)[] dates)
        : base(name)
    {
        foreach (var (month, day) in dates)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(month, 1, nameof(dates));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12, nameof(dates));
            ArgumentOutOfRangeException.ThrowIfLessThan(day, 1, nameof(dates));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(day, DateTime.DaysInMonth(2000, month), nameof(dates));
            _daysByMonth[month] |= 1u << day;
        }
    }

    public override string Definition => "yearly " + string.Join(", ",
        from month in Enumerable.Range(1, 12)
        from day in Enumerable.Range(1, 31)
        where (_daysByMonth[month] >> day & 1) != 0
        select day.ToString(CultureInfo.InvariantCulture) + " " + Written.Lower(Written.Months[month - 1][..3]));

    public override bool Excludes(DateTime local) => (_daysByMonth[local.Month] >> local.Day & 1) != 0;

    public override CalendarSpan Steady(DateTime local) => CalendarSpan.DayOf(local);
}
