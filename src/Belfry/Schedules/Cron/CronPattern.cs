namespace Belfry.Schedules.Cron;

/// <summary>
/// A cron expression: the times of day and the days that its fields allow, as bit masks. Immutable and 96 bytes; asking it
/// allocates nothing.
/// </summary>
internal sealed partial class CronPattern : SlotPattern, IEquatable<CronPattern>
{
    private const byte AllDaysOfWeek = 0x7F;
    private const uint AllDaysOfMonth = 0xFFFF_FFFE;
    private const ushort AllMonths = 0x1FFE;
    private const ushort February = 1 << 2;
    private const uint DaysInEveryMonth = 0x1FFF_FFFE;

    private readonly CronMasks _masks;
    private readonly ulong[]? _years; // bit n is year 1970 + n, in four words; null without a year field
    private readonly int _firstTime;
    private readonly int _lastTime;
    private readonly bool _neverFires;

    internal CronPattern(in CronMasks masks, ulong[]? years)
    {
        _masks = masks;
        _years = years;
        Settle(ref _masks, years is not null);
        _firstTime = CivilTime(Lowest(_masks.Hours), Lowest(_masks.Minutes), Lowest(_masks.Seconds));
        _lastTime = CivilTime(Highest(_masks.Hours), Highest(_masks.Minutes), Highest(_masks.Seconds));
        _neverFires = !Has(CronFlags.EveryDay) && !HasAnyDay();
    }

    public override bool IsInterval => Has(CronFlags.Interval);

    /// <summary>No date satisfies the fields. Decided exactly: every shape of month that can occur was tried.</summary>
    public bool NeverFires => _neverFires;

    /// <summary>Fields of the text it was read from: 5, 6 or 7. Canonical text keeps it; equality does not.</summary>
    public int FieldCount => _masks.FieldCount;

    public ulong Seconds => _masks.Seconds;
    public ulong Minutes => _masks.Minutes;
    public uint Hours => _masks.Hours;
    public ushort Months => _masks.Months;

    /// <summary>Plain days of the month, bits 1 to 31.</summary>
    public uint DaysOfMonth => _masks.DaysOfMonth;

    /// <inheritdoc cref="CronMasks.NearestWeekdays"/>
    public uint NearestWeekdays => _masks.NearestWeekdays;

    /// <inheritdoc cref="CronMasks.DaysFromLast"/>
    public uint DaysFromLast => _masks.DaysFromLast;

    /// <inheritdoc cref="CronMasks.WeekdaysFromLast"/>
    public uint WeekdaysFromLast => _masks.WeekdaysFromLast;

    /// <summary>Plain weekdays, bit 0 is Sunday.</summary>
    public byte DaysOfWeek => _masks.DaysOfWeek;

    /// <inheritdoc cref="CronMasks.LastDaysOfWeek"/>
    public byte LastDaysOfWeek => _masks.LastDaysOfWeek;

    /// <inheritdoc cref="CronMasks.NthDaysOfWeek"/>
    public ulong NthDaysOfWeek => _masks.NthDaysOfWeek;

    public bool RestrictsDayOfMonth => !Has(CronFlags.AnyDayOfMonth);
    public bool RestrictsDayOfWeek => !Has(CronFlags.AnyDayOfWeek);

    /// <summary>How the day fields combine; <see cref="DayRule.Or"/> when only one restricts.</summary>
    public DayRule DayRule => Has(CronFlags.BothDays) ? DayRule.And : DayRule.Or;

    public bool HasSpecialDays => Has(CronFlags.SpecialDays);
    public bool HasYears => _years is not null;

    /// <summary>Whether the year field, if there is one, lists <paramref name="year"/>.</summary>
    public bool AllowsYear(int year)
    {
        if (_years is not { } years)
            return true;
        var n = year - CronField.Year.Min;
        return (uint)n <= (uint)(CronField.Year.Max - CronField.Year.Min) && (years[n >> 6] >> n & 1) != 0;
    }

    /// <summary>Reads cron text or a macro that stands for cron text. Never throws.</summary>
    /// <param name="text">As the user gave it; positions in errors count from its start.</param>
    /// <param name="format">How many fields there must be.</param>
    /// <param name="dayRule">How two restricted day fields combine, unless day-of-week starts with <c>+</c>.</param>
    /// <param name="seed">What <c>H</c> hashes; null makes <c>H</c> an error.</param>
    /// <param name="pattern">Null if refused.</param>
    /// <param name="error">The leftmost fault; null if accepted.</param>
    public static bool TryParse(
        string text, CronFormat format, DayRule dayRule, string? seed, out CronPattern? pattern, out ScheduleError? error)
    {
        var reader = new CronReader(text, dayRule, seed);
        pattern = reader.TryRead(format) ? new CronPattern(reader.Masks, reader.Years) : null;
        error = reader.Error;
        return pattern is not null;
    }

    public override string ToString() => CronText.Of(_masks, _years);

    /// <summary>The same set, the same kind and the same day rule, however it was written.</summary>
    public bool Equals(CronPattern? other) =>
        other is not null
        && _masks.Seconds == other._masks.Seconds
        && _masks.Minutes == other._masks.Minutes
        && _masks.Hours == other._masks.Hours
        && _masks.DaysOfMonth == other._masks.DaysOfMonth
        && _masks.NearestWeekdays == other._masks.NearestWeekdays
        && _masks.DaysFromLast == other._masks.DaysFromLast
        && _masks.WeekdaysFromLast == other._masks.WeekdaysFromLast
        && _masks.Months == other._masks.Months
        && _masks.DaysOfWeek == other._masks.DaysOfWeek
        && _masks.LastDaysOfWeek == other._masks.LastDaysOfWeek
        && _masks.NthDaysOfWeek == other._masks.NthDaysOfWeek
        && _masks.Flags == other._masks.Flags
        && _years.AsSpan().SequenceEqual(other._years);

    public override bool Equals(object? obj) => Equals(obj as CronPattern);

    public override int GetHashCode()
    {
        var days = HashCode.Combine(
            _masks.DaysOfMonth, _masks.NearestWeekdays, _masks.DaysFromLast, _masks.WeekdaysFromLast,
            _masks.DaysOfWeek, _masks.LastDaysOfWeek, _masks.NthDaysOfWeek, _masks.Months);
        return HashCode.Combine(_masks.Seconds, _masks.Minutes, _masks.Hours, _masks.Flags, days);
    }

    private bool Has(CronFlags flag) => (_masks.Flags & flag) != 0;

    // Brings equal patterns to equal masks, and works out what later questions need to know at once.
    private static void Settle(ref CronMasks masks, bool hasYears)
    {
        var flags = masks.Flags;
        if ((flags & CronFlags.AnyDayOfMonth) != 0)
        {
            masks.DaysOfMonth = AllDaysOfMonth;
            masks.NearestWeekdays = masks.DaysFromLast = masks.WeekdaysFromLast = 0;
        }
        if ((flags & CronFlags.AnyDayOfWeek) != 0)
        {
            masks.DaysOfWeek = AllDaysOfWeek;
            masks.LastDaysOfWeek = 0;
            masks.NthDaysOfWeek = 0;
        }
        if ((flags & (CronFlags.AnyDayOfMonth | CronFlags.AnyDayOfWeek)) != 0)
            flags &= ~CronFlags.BothDays;
        else if ((flags & CronFlags.BothDays) == 0)
            flags |= CronFlags.EitherDay;
        if ((masks.NearestWeekdays | masks.DaysFromLast | masks.WeekdaysFromLast | masks.LastDaysOfWeek | masks.NthDaysOfWeek) != 0)
            flags |= CronFlags.SpecialDays;

        var isEither = (flags & CronFlags.EitherDay) != 0;
        var allOfMonth = masks.DaysOfMonth == AllDaysOfMonth;
        var allOfWeek = masks.DaysOfWeek == AllDaysOfWeek;
        if (masks.Months == AllMonths && !hasYears && (isEither ? allOfMonth || allOfWeek : allOfMonth && allOfWeek))
            flags |= CronFlags.EveryDay;
        if (allOfWeek && !isEither && (flags & CronFlags.SpecialDays) == 0)
            flags |= CronFlags.PlainDaysOfMonth;
        if (masks.Months == February && (flags & CronFlags.PlainDaysOfMonth) != 0 && (masks.DaysOfMonth & DaysInEveryMonth) == 0)
            flags |= CronFlags.LeapDayOnly;
        masks.Flags = flags;
    }
}
