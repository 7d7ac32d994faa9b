namespace Belfry.Schedules.Cron;

/// <content>One item of a comma-separated list: a star, a value, a range, each with or without a step, or a hash.</content>
internal ref partial struct CronReader
{
    private bool TryReadItem(int ordinal, out CronItem item)
    {
        item = default;
        switch (Peek())
        {
            case '*':
                _at++;
                item = new CronItem(_field.Min, _field.Max, 1, CronItemKind.Star);
                return TryReadStep(ref item);
            case 'H' or 'h':
                return TryReadHash(ordinal, out item);
        }
        if (!TryReadValue(out var first))
            return false;
        item = new CronItem(first, first, 1, CronItemKind.Value);
        if (Peek() == '-')
        {
            _at++;
            return TryReadRange(first, out item) && TryReadStep(ref item);
        }
        if (Peek() != '/')
            return true;
        item = new CronItem(_field.Wrap(first), _field.Max, 1, CronItemKind.Range);
        return TryReadStep(ref item);
    }

    private bool TryReadRange(int first, out CronItem item)
    {
        item = default;
        var start = _lastValueAt;
        if (!TryReadValue(out var last))
            return false;
        if (first > last)
        {
            if (_field == CronField.Year)
                return Fail(CronFaults.BadRange(_raw, start, _at, _field));
            first = _field.Wrap(first);
            if (first > last)
                last += _field.Span;
        }
        item = new CronItem(first, last, 1, CronItemKind.Range);
        return true;
    }

    private bool TryReadStep(ref CronItem item)
    {
        if (Peek() != '/')
            return true;
        _at++;
        var start = _at;
        if (!char.IsAsciiDigit(Peek()))
            return Fail(CronFaults.ExpectedStep(_raw, _at, _field));
        if (!TryReadNumber(out var step))
            return false;
        if (step == 0 || step > _field.MaxStep)
            return Fail(CronFaults.BadStep(_raw, start, _at, _field, step, _field.MaxStep));
        item = item with { Step = step, Kind = step == 1 ? item.Kind : CronItemKind.Range };
        return true;
    }

    private bool TryReadHash(int ordinal, out CronItem item)
    {
        item = default;
        var start = _at;
        if (_field.HashLetter == '\0')
            return Fail(CronFaults.NotAllowed(_raw, _at, _field));
        if (seed is null)
            return Fail(CronFaults.NeedsSeed(_raw, _at, _field));
        _at++;
        var (first, last) = (_field.Min, _field.HashMax);
        if (Peek() == '(' && !TryReadHashRange(ref first, ref last))
            return false;
        var hash = CronHash.Of(seed, _field.HashLetter, (byte)ordinal);
        var span = (uint)(last - first + 1);
        var value = first + (int)(hash % span);
        item = new CronItem(value, value, 1, CronItemKind.Value);
        if (Peek() != '/')
            return true;

        var stepAt = _at + 1;
        item = new CronItem(first, last, 1, CronItemKind.Range);
        if (!TryReadStep(ref item))
            return false;
        if (item.Step > span)
            return Fail(CronFaults.BadStep(_raw, stepAt, _at, _field, item.Step, (int)span));
        item = item with { First = first + (int)(hash % (uint)item.Step), Kind = CronItemKind.Range };
        return true;
    }

    private bool TryReadHashRange(ref int first, ref int last)
    {
        _at++;
        var start = _at;
        if (!TryReadValue(out first))
            return false;
        if (Peek() != '-')
            return Fail(CronFaults.UnexpectedChar(_raw, _at, _field, "'-'"));
        _at++;
        if (!TryReadValue(out last))
            return false;
        if (first > last)
            return Fail(CronFaults.BadRange(_raw, start, _at, _field));
        if (Peek() != ')')
            return Fail(CronFaults.UnexpectedChar(_raw, _at, _field, "')'"));
        _at++;
        return true;
    }

    // A number or a name inside the field's range; a day-of-week 7 stays 7.
    private bool TryReadValue(out int value)
    {
        value = 0;
        _lastValueAt = _at;
        var c = Peek();
        if (char.IsAsciiDigit(c))
        {
            if (!TryReadNumber(out value))
                return false;
            return (value >= _field.Min && value <= _field.MaxWritten)
                || Fail(CronFaults.OutOfRange(_raw, _lastValueAt, _at, _field, value));
        }
        if (_field.Names.Length > 0 && char.IsAsciiLetter(c) && !CronFaults.IsMisplacedMark(_text, _at))
            return TryReadName(out value);
        return Fail(CronFaults.ExpectedValue(_raw, _at, _field));
    }

    private bool TryReadName(out int value)
    {
        value = _field.ValueOf(_text[_at..]);
        if (value < 0)
            return Fail(CronFaults.UnknownName(_raw, _at, _field));
        _at += 3;
        return true;
    }

    private bool TryReadNumber(out int value)
    {
        const int MaxDigits = 4;
        var start = _at;
        value = 0;
        for (; char.IsAsciiDigit(Peek()); _at++)
        {
            if (_at - start < MaxDigits)
                value = value * 10 + _text[_at] - '0';
        }
        return _at - start <= MaxDigits || Fail(CronFaults.NumberTooLong(_raw, start, _at, _field));
    }
}
