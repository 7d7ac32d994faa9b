namespace Belfry.Schedules.Recurrence;

internal enum Frequency
{
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday of a BYDAY part; <paramref name="N"/> is 0 for every one, negative when counted from the end.</summary>
internal readonly record struct RuleDay(int N, int Weekday);

/// <summary>The last moment of an UNTIL part, itself included.</summary>
/// <param name="Seconds">Local, or an instant if <paramref name="IsUtc"/>; a date means its last second.</param>
/// <param name="IsUtc">Written with Z.</param>
internal readonly record struct RuleEnd(long Seconds, bool IsUtc);

/// <summary>The parts of an RRULE (RFC 5545, 3.3.10). Masks have bit n for value n and are 0, lists are empty, when the part is absent.</summary>
internal sealed record RecurrenceRule(Frequency Frequency)
{
    public int Interval { get; init; } = 1;
    public int? Count { get; init; }
    public RuleEnd? Until { get; init; }
    public ulong Seconds { get; init; }
    public ulong Minutes { get; init; }
    public uint Hours { get; init; }
    public ushort Months { get; init; }
    public int[] MonthDays { get; init; } = [];
    public int[] YearDays { get; init; } = [];
    public int[] Weeks { get; init; } = [];
    public RuleDay[] Days { get; init; } = [];
    public int[] Positions { get; init; } = [];

    /// <summary>0 is Sunday; Monday unless WKST says otherwise.</summary>
    public int WeekStart { get; init; } = 1;

    /// <summary>BYDAY numbers count within the month rather than within the year.</summary>
    public bool CountsDaysInMonth => Frequency == Frequency.Monthly || Months != 0;

    /// <summary>The rule with what it leaves open taken from its start, as RFC 5545 has it.</summary>
    public RecurrenceRule From(long start)
    {
        Civil.FromDay(Wall.DayOf(start), out _, out var month, out var day);
        var second = Wall.SecondOf(start);
        var rule = this with
        {
            Seconds = Seconds == 0 && Frequency > Frequency.Secondly ? 1UL << second % 60 : Seconds,
            Minutes = Minutes == 0 && Frequency > Frequency.Minutely ? 1UL << second / 60 % 60 : Minutes,
            Hours = Hours == 0 && Frequency > Frequency.Hourly ? 1U << second / 3600 : Hours,
        };
        var weekday = new RuleDay(0, Civil.Weekday(Wall.DayOf(start)));
        var hasDays = MonthDays.Length + YearDays.Length + Days.Length > 0;
        return Frequency switch
        {
            Frequency.Weekly when !hasDays => rule with { Days = [weekday] },
            Frequency.Monthly when !hasDays => rule with { MonthDays = [day] },
            Frequency.Yearly when !hasDays && Weeks.Length > 0 => rule with { Days = [weekday] },
            Frequency.Yearly when !hasDays => rule with { MonthDays = [day], Months = Months == 0 ? (ushort)(1 << month) : Months },
            _ => rule,
        };
    }
}
