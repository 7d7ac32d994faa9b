namespace Belfry.Schedules;

/// <summary>What kind of text a schedule was parsed from.</summary>
public enum ScheduleKind
{
    /// <summary>A cron expression or macro.</summary>
    Cron,

    /// <summary>A fixed elapsed period: <c>every 90 minutes</c>. Offset changes do not move it.</summary>
    Interval,

    /// <summary>Every so many days or weeks at the same clock time: <c>every 2 days</c>.</summary>
    CalendarInterval,

    /// <summary><c>daily at 02:00, 14:00</c>.</summary>
    Daily,

    /// <summary><c>weekly on monday at 08:00</c>.</summary>
    Weekly,

    /// <summary><c>monthly on the last day at 03:00</c>.</summary>
    Monthly,

    /// <summary><c>yearly on 29 feb or last at 00:00</c>.</summary>
    Yearly,

    /// <summary><c>once at 2026-12-01T09:00:00Z</c>.</summary>
    Once,

    /// <summary>An RFC 5545 recurrence rule.</summary>
    Recurrence,

    /// <summary>A period within a part of the day: <c>every 15 minutes from 08:00 to 17:00 on weekdays</c>.</summary>
    Window,

    /// <summary>Started by other jobs: <c>after extract, load</c>.</summary>
    After,

    /// <summary>Started by hand only.</summary>
    Manual,

    /// <summary>Started with the host: <c>@reboot</c>. A distributed host refuses it.</summary>
    Startup,
}
