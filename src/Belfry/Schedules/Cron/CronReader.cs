using System.Diagnostics.CodeAnalysis;

namespace Belfry.Schedules.Cron;

/// <summary>Reads cron text in one pass from left to right and stops at the first fault.</summary>
internal ref partial struct CronReader(string raw, DayRule dayRule, string? seed)
{
    /// <summary>Longest text accepted, in UTF-16 units.</summary>
    public const int MaxLength = 256;

    private readonly string _raw = raw;
    private ReadOnlySpan<char> _text = raw;
    private int _at;
    private int _lastValueAt;
    private CronField _field = CronField.Minute;
    private CronMasks _masks;

    /// <summary>The fault that stopped reading; null if none did.</summary>
    public ScheduleError? Error { get; private set; }

    /// <summary>What was read; whole only if <see cref="TryRead"/> succeeded.</summary>
    public readonly ref readonly CronMasks Masks
    {
        [UnscopedRef]
        get => ref _masks;
    }

    /// <summary>The listed years, bit n of four words for 1970 + n; null without a year field.</summary>
    public ulong[]? Years { get; private set; }

    public bool TryRead(CronFormat format)
    {
        if (_text.Length > MaxLength)
            return Fail(CronFaults.TooLong(_raw));
        SkipSpace();
        if (_at == _text.Length)
            return Fail(CronFaults.Empty());
        if (_text[_at] is '@' or 'T' or 't' or 'C' or 'c' && !TryReadPrefix(ref format))
            return false;

        var written = CountFields();
        var expected = format == CronFormat.Auto ? Math.Clamp(written, 5, 7) : (int)format;
        if (expected == 5)
            _masks.Seconds = 1;
        var isRead = (expected == 5 || TryReadTime(CronField.Second, ref _masks.Seconds))
            && TryReadTime(CronField.Minute, ref _masks.Minutes)
            && TryReadHours()
            && TryReadDaysOfMonth()
            && TryReadMonths()
            && TryReadDaysOfWeek()
            && (expected < 7 || TryReadYears());
        if (!isRead)
            return Error is null && Fail(CronFaults.TooFewFields(_raw, written, expected));
        SkipSpace();
        if (_at < _text.Length)
            return Fail(CronFaults.TooManyFields(_raw, _at, written, expected));
        _masks.FieldCount = (byte)expected;
        return true;
    }

    private bool TryReadPrefix(ref CronFormat format)
    {
        if (_text[_at] != '@')
            return CronFaults.ZonePrefixLength(_text[_at..]) is not (> 0 and var length) || Fail(CronFaults.ZonePrefix(_raw, _at, length));
        if (!CronMacro.TryRead(_raw, out var macro, out var error))
            return Fail(error!);
        if (macro.Kind != CronMacroKind.Cron)
            return Fail(CronFaults.NotCron(_raw, _at, macro.Kind));
        _text = macro.Fields;
        _at = 0;
        format = CronFormat.Auto;
        return true;
    }

    private readonly int CountFields()
    {
        var text = _text;
        var count = 0;
        for (var at = _at; at < text.Length; at++)
        {
            if (!IsSpace(text[at]) && (at + 1 == text.Length || IsSpace(text[at + 1])))
                count++;
        }
        return count;
    }

    private bool TryReadTime(CronField field, ref ulong mask)
    {
        if (!BeginField(field))
            return false;
        if (TryReadShort(out var value))
        {
            mask = value < 0 ? field.All : 1UL << value;
            if (value < 0)
                _masks.Flags |= CronFlags.Interval;
            return true;
        }
        for (var ordinal = 0; ; ordinal++)
        {
            if (!TryReadItem(ordinal, out var item))
                return false;
            if (item.IsInterval)
                _masks.Flags |= CronFlags.Interval;
            mask |= item.Mask(field);
            if (!TryContinue(out var isLast))
                return false;
            if (isLast)
                return true;
        }
    }

    private bool TryReadHours()
    {
        var hours = 0UL;
        if (!TryReadTime(CronField.Hour, ref hours))
            return false;
        _masks.Hours = (uint)hours;
        return true;
    }

    private bool TryReadMonths()
    {
        var months = 0UL;
        if (!BeginField(CronField.Month))
            return false;
        if (TryReadShort(out var value))
        {
            _masks.Months = (ushort)(value < 0 ? _field.All : 1UL << value);
            return true;
        }
        for (var ordinal = 0; ; ordinal++)
        {
            if (!TryReadItem(ordinal, out var item))
                return false;
            months |= item.Mask(_field);
            if (!TryContinue(out var isLast))
                return false;
            if (!isLast)
                continue;
            _masks.Months = (ushort)months;
            return true;
        }
    }

    private bool TryReadYears()
    {
        if (!BeginField(CronField.Year))
            return false;
        Years = new ulong[4];
        for (var ordinal = 0; ; ordinal++)
        {
            if (!TryReadItem(ordinal, out var item))
                return false;
            for (var year = item.First; year <= item.Last; year += item.Step)
                Years[(year - _field.Min) >> 6] |= 1UL << (year - _field.Min);
            if (!TryContinue(out var isLast))
                return false;
            if (isLast)
                return true;
        }
    }

    private bool BeginField(CronField field)
    {
        _field = field;
        SkipSpace();
        return _at < _text.Length;
    }

    // The two most frequent fields, whole: an asterisk (value is -1) or a number in range of one or two digits.
    private bool TryReadShort(out int value)
    {
        value = -1;
        var c = _text[_at];
        if (IsFieldEnd(_at + 1))
        {
            if (c != '*')
            {
                value = c - '0';
                if ((uint)value > 9 || value < _field.Min || value > _field.Max)
                    return false;
            }
            _at++;
            return true;
        }
        if (!IsFieldEnd(_at + 2) || !char.IsAsciiDigit(c) || !char.IsAsciiDigit(_text[_at + 1]))
            return false;
        value = (c - '0') * 10 + _text[_at + 1] - '0';
        if (value < _field.Min || value > _field.Max)
            return false;
        _at += 2;
        return true;
    }

    // After an item: a comma leads to the next one, the end of the field ends the list.
    private bool TryContinue(out bool isLast)
    {
        isLast = IsFieldEnd(_at);
        if (isLast)
            return true;
        if (_text[_at] != ',')
            return Fail(CronFaults.UnexpectedChar(_raw, _at, _field, "',' or end of field"));
        _at++;
        return true;
    }

    private readonly bool IsFieldEnd(int at) => at >= _text.Length || IsSpace(_text[at]);

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipSpace()
    {
        while (_at < _text.Length && IsSpace(_text[_at]))
            _at++;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t';

    private bool Fail(ScheduleError error)
    {
        Error = error;
        return false;
    }
}
