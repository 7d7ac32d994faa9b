namespace Belfry.Schedules.Cron;

/// <content>The two day fields, with L, W, # and the leading plus.</content>
internal ref partial struct CronReader
{
    private const int MaxFromLast = 30;
    private const int MaxNth = 5;

    private bool TryReadDaysOfMonth()
    {
        if (!BeginField(CronField.DayOfMonth))
            return false;
        if (TryReadAnyDay(CronFlags.AnyDayOfMonth))
            return true;
        if (TryReadShort(out var value))
        {
            _masks.DaysOfMonth = value < 0 ? 0 : 1u << value;
            _masks.Flags |= value < 0 ? CronFlags.AnyDayOfMonth : 0;
            return true;
        }
        for (var ordinal = 0; ; ordinal++)
        {
            if (!(Peek() is 'L' or 'l' ? TryReadLast() : TryReadDayOfMonth(ordinal)))
                return false;
            if (!TryContinue(out var isLast))
                return false;
            if (isLast)
                return true;
        }
    }

    private bool TryReadDayOfMonth(int ordinal)
    {
        var isNumber = char.IsAsciiDigit(Peek());
        if (!TryReadItem(ordinal, out var item))
            return false;
        if (isNumber && item.Kind == CronItemKind.Value && Peek() is 'W' or 'w')
        {
            _at++;
            _masks.NearestWeekdays |= 1u << item.First;
            return true;
        }
        if (item.Kind == CronItemKind.Star)
            _masks.Flags |= CronFlags.AnyDayOfMonth;
        _masks.DaysOfMonth |= (uint)item.Mask(_field);
        return true;
    }

    private bool TryReadLast()
    {
        _at++;
        var fromLast = 0;
        if (Peek() == '-')
        {
            _at++;
            var start = _at;
            if (!char.IsAsciiDigit(Peek()))
                return Fail(CronFaults.ExpectedValue(_raw, _at, _field));
            if (!TryReadNumber(out fromLast))
                return false;
            if (fromLast > MaxFromLast)
                return Fail(CronFaults.OutOfRange(_raw, start, _at, _field, fromLast, $"0-{MaxFromLast}"));
        }
        if (Peek() is 'W' or 'w')
        {
            _at++;
            _masks.WeekdaysFromLast |= 1u << fromLast;
        }
        else
        {
            _masks.DaysFromLast |= 1u << fromLast;
        }
        return true;
    }

    private bool TryReadDaysOfWeek()
    {
        if (!BeginField(CronField.DayOfWeek))
            return false;
        if (dayRule == DayRule.And)
            _masks.Flags |= CronFlags.BothDays;
        if (TryReadAnyDay(CronFlags.AnyDayOfWeek))
            return true;
        if (Peek() == '+')
        {
            _at++;
            _masks.Flags |= CronFlags.BothDays;
            if (_at == _text.Length)
                return Fail(CronFaults.ExpectedValue(_raw, _at, _field));
        }
        if (TryReadShort(out var value))
        {
            _masks.DaysOfWeek = (byte)(value < 0 ? 0 : 1 << value);
            _masks.Flags |= value < 0 ? CronFlags.AnyDayOfWeek : 0;
            return true;
        }
        for (var ordinal = 0; ; ordinal++)
        {
            if (!TryReadDayOfWeek(ordinal) || !TryContinue(out var isLast))
                return false;
            if (isLast)
                return true;
        }
    }

    private bool TryReadDayOfWeek(int ordinal)
    {
        var isHash = Peek() is 'H' or 'h';
        if (!TryReadItem(ordinal, out var item))
            return false;
        if (!isHash && item.Kind == CronItemKind.Value)
        {
            var weekday = _field.Wrap(item.First);
            switch (Peek())
            {
                case 'L' or 'l':
                    _at++;
                    _masks.LastDaysOfWeek |= (byte)(1 << weekday);
                    return true;
                case '#':
                    _at++;
                    return TryReadNth(weekday);
            }
        }
        if (item.Kind == CronItemKind.Star)
            _masks.Flags |= CronFlags.AnyDayOfWeek;
        _masks.DaysOfWeek |= (byte)item.Mask(_field);
        return true;
    }

    private bool TryReadNth(int weekday)
    {
        const string Expected = "1-5 or L";
        if (Peek() is 'L' or 'l')
        {
            _at++;
            _masks.LastDaysOfWeek |= (byte)(1 << weekday);
            return true;
        }
        var start = _at;
        if (!char.IsAsciiDigit(Peek()))
            return Fail(CronFaults.ExpectedValue(_raw, _at, _field, Expected));
        if (!TryReadNumber(out var nth))
            return false;
        if (nth is 0 or > MaxNth)
            return Fail(CronFaults.OutOfRange(_raw, start, _at, _field, nth, Expected));
        _masks.NthDaysOfWeek |= 1UL << (7 * (nth - 1) + weekday);
        return true;
    }

    // A lone question mark, which means "any day" and is allowed nowhere else.
    private bool TryReadAnyDay(CronFlags flag)
    {
        if (Peek() != '?' || !IsFieldEnd(_at + 1))
            return false;
        _at++;
        _masks.Flags |= flag;
        return true;
    }
}
