namespace Belfry.Schedules.Cron;

/// <summary>What a cron text says, one bit a value: bit n stands for value n unless a field says otherwise.</summary>
/// <remarks>Holds no reference, so that it is copied in a few wide moves; listed years are kept beside it.</remarks>
internal struct CronMasks
{
    public ulong Seconds;
    public ulong Minutes;

    /// <summary>Bit <c>7 (k - 1) + w</c> is the k-th weekday w of the month.</summary>
    public ulong NthDaysOfWeek;

    public uint Hours;
    public uint DaysOfMonth;

    /// <summary>Bit n is the Monday to Friday nearest to day n.</summary>
    public uint NearestWeekdays;

    /// <summary>Bit k is the day k days before the last.</summary>
    public uint DaysFromLast;

    /// <summary>Bit k is the Monday to Friday nearest to the day k days before the last.</summary>
    public uint WeekdaysFromLast;

    public ushort Months;
    public byte DaysOfWeek;

    /// <summary>Bit w is the last weekday w of the month.</summary>
    public byte LastDaysOfWeek;

    public CronFlags Flags;
    public byte FieldCount;
}

[Flags]
internal enum CronFlags : ushort
{
    None = 0,

    /// <summary>A time field was written with <c>*</c>, <c>/</c> or a range: the pattern follows elapsed time.</summary>
    Interval = 1,

    /// <summary>Day-of-month does not restrict.</summary>
    AnyDayOfMonth = 2,

    /// <summary>Day-of-week does not restrict.</summary>
    AnyDayOfWeek = 4,

    /// <summary>Both day fields restrict, and both must hold.</summary>
    BothDays = 8,

    /// <summary>Both day fields restrict, and one is enough.</summary>
    EitherDay = 16,

    /// <summary>L, W or # is present.</summary>
    SpecialDays = 32,

    /// <summary>Neither days nor months nor years are limited.</summary>
    EveryDay = 64,

    /// <summary>Only day-of-month decides the days, without L or W, so the weekday need not be known.</summary>
    PlainDaysOfMonth = 128,

    /// <summary>Nothing but 29 February is left, so that only leap years matter.</summary>
    LeapDayOnly = 256,
}
