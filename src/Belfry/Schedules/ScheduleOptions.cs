namespace Belfry.Schedules;

/// <summary>What a local time that an offset change skips turns into.</summary>
public enum GapPolicy
{
    /// <summary>The first instant after the gap; an interval-type slot is dropped if its shifted time is a slot itself.</summary>
    After,

    /// <summary>No run.</summary>
    Skip,

    /// <summary>The slot moved forward by the length of the gap (RFC 5545).</summary>
    Shift,
}

/// <summary>What a local time that an offset change repeats turns into.</summary>
public enum OverlapPolicy
{
    /// <summary>Both passes for interval-type schedules, the first for fixed times.</summary>
    Auto,
    First,
    Last,
    Both,
}

/// <summary>How day-of-month and day-of-week combine when both are restricted.</summary>
public enum DayRule
{
    Or,
    And,
}

/// <summary>How many fields a cron text has; <see cref="Auto"/> goes by count.</summary>
public enum CronFormat
{
    Auto = 0,
    Five = 5,
    Six = 6,
    Seven = 7,
}

/// <summary>What becomes of a fire that the calendars exclude.</summary>
public enum ExcludedPolicy
{
    Drop,
    Next,
    Previous,
    Nearest,
    ModifiedFollowing,
}

/// <summary>The settings beside a schedule's text. Immutable; the defaults are those of the documentation.</summary>
public sealed record ScheduleOptions
{
    public static ScheduleOptions Default { get; } = new();

    /// <summary>IANA (or Windows) zone id used when the text has no <c>in ZONE</c>; null is UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>Key for <c>H</c>, jitter and splay: the job's name. Null makes <c>H</c> an error.</summary>
    public string? Seed { get; init; }

    public CronFormat Format { get; init; }
    public DayRule DayRule { get; init; }
    public GapPolicy Gap { get; init; }
    public OverlapPolicy Overlap { get; init; }

    /// <summary>First and last instant at which the schedule may fire, both inclusive.</summary>
    public DateTimeOffset? Start { get; init; }
    public DateTimeOffset? End { get; init; }

    /// <summary>Greatest start delay. Deterministic for each fire; never reorders; the due instant stays nominal.</summary>
    public TimeSpan Jitter { get; init; }

    public IReadOnlyList<Calendar> Calendars { get; init; } = [];
    public ExcludedPolicy OnExcluded { get; init; }
}
