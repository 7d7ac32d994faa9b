using System.Diagnostics.CodeAnalysis;
using Belfry.Schedules.Calendars;
using Belfry.Schedules.Cron;

namespace Belfry.Schedules;

/// <content>The kinds of calendars.</content>
public abstract partial class Calendar
{
    /// <summary>Reads a <see cref="Definition"/>: <c>weekly saturday, sunday</c>, <c>times 21:00 to 05:00</c>, <c>any of (…) (…)</c>.</summary>
    /// <param name="name">The calendar's name.</param>
    /// <param name="text">The definition; positions in errors count from its start.</param>
    /// <param name="calendar">Null if refused.</param>
    /// <param name="error">The first fault; null if accepted.</param>
    public static bool TryParse(
        string name, string text, [NotNullWhen(true)] out Calendar? calendar, [NotNullWhen(false)] out ScheduleError? error)
    {
        var reader = new CalendarReader(name, text);
        calendar = reader.Read();
        error = reader.Error;
        return calendar is not null && error is null;
    }

    /// <summary>Excludes whole days: a list of holidays.</summary>
    public static Calendar Dates(string name, params IEnumerable<DateOnly> dates) => new DateCalendar(name, [.. dates]);

    /// <summary>Excludes the same dates every year. 29 February means leap years only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No year has such a date.</exception>
    public static Calendar Yearly(string name, params IEnumerable<(int Month, int Day)> dates) => new YearlyCalendar(name, [.. dates]);

    /// <summary>Excludes days of the week.</summary>
    public static Calendar DaysOff(string name, params IEnumerable<DayOfWeek> days) => new WeeklyCalendar(name, [.. days]);

    /// <summary>Excludes whole days from a first to a last one, both included.</summary>
    /// <exception cref="ArgumentException">A range ends before it starts.</exception>
    public static Calendar Ranges(string name, params IEnumerable<(DateOnly First, DateOnly Last)> ranges) => new RangeCalendar(name, [.. ranges]);

    /// <summary>Excludes parts of every day, the ends not included; a range that does not end after its start passes midnight.</summary>
    public static Calendar TimesOfDay(string name, params IEnumerable<(TimeOnly From, TimeOnly Until)> ranges) => new TimeCalendar(name, [.. ranges]);

    /// <summary>Excludes what a cron expression matches: whole minutes with five fields, seconds with six or seven.</summary>
    /// <exception cref="ScheduleException">The expression is wrong.</exception>
    public static Calendar Cron(string name, string expression) =>
        CronPattern.TryParse(expression, CronFormat.Auto, DayRule.Or, name, out var pattern, out var error)
            ? new CronCalendar(name, pattern!)
            : throw new ScheduleException(error!);

    /// <summary>Excludes what any of the calendars excludes.</summary>
    public static Calendar Union(string name, params IEnumerable<Calendar> calendars) => new UnionCalendar(name, [.. calendars]);

    /// <summary>Excludes what all of the calendars exclude.</summary>
    public static Calendar Intersection(string name, params IEnumerable<Calendar> calendars) => new IntersectionCalendar(name, [.. calendars]);

    /// <summary>Excludes what the calendar does not: a calendar of days off becomes one of business days.</summary>
    public static Calendar Complement(string name, Calendar calendar) => new ComplementCalendar(name, calendar);
}
