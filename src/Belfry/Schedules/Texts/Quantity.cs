using System.Globalization;

namespace Belfry.Schedules.Texts;

internal enum Unit
{
    Seconds,
    Days,
    Months,
    Years,
}

/// <summary>How many of which unit: minutes and hours are seconds, weeks are days.</summary>
internal readonly record struct Quantity(long N, Unit Unit, bool Weeks)
{
    private const int LongestDays = 366;
    private static readonly string[] Names = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

    /// <summary><c>5 minutes</c>, <c>5m</c>, <c>1 hour 30 minutes</c>, or a unit alone for one of it.</summary>
    public static bool TryRead(Cursor cursor, out Quantity quantity)
    {
        quantity = default;
        var first = cursor.Peek();
        if (TryUnit(cursor.Text(first), out var unit, out var size))
        {
            cursor.Take();
            quantity = new(size, unit, size == 7 && unit == Unit.Days);
            return true;
        }
        var last = first;
        long total = 0;
        var weeks = false;
        while (StartsNumber(cursor.Text(cursor.Peek())))
        {
            last = cursor.Take();
            if (!TryPart(cursor, last, out var n, out var partUnit, out size))
                return false;
            if (total > 0 && partUnit != unit)
                return cursor.Fail("SCHEDULE_UNITS", "period", last, "mixes elapsed time with days of the calendar",
                    "either hours, minutes and seconds, or weeks and days", "write days as hours to count elapsed time");
            (unit, weeks) = (partUnit, partUnit == Unit.Days && size == 7);
            total += n * size;
        }
        if (total == 0)
            return cursor.Unknown("period", first, "a number and a unit, a unit, or a day", [.. Names, "minute", "hour", "day", "week", "weekday", .. WeekdayText.Names]);
        quantity = new(total, unit, weeks);
        return total <= Longest(unit)
            || cursor.Fail("SCHEDULE_OUT_OF_RANGE", "period", last, "is too long", "at most 366 days", "for dates far apart use 'yearly on …' or 'once at …'");
    }

    private static bool TryPart(Cursor cursor, Token token, out long n, out Unit unit, out int size)
    {
        (n, unit, size) = (0, default, 0);
        var text = cursor.Text(token);
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        if (digits >= 0 && (digits == 0 || text[digits] is '.' or '/' || !char.IsAsciiLetter(text[digits])))
            return NotWhole(cursor, token);
        n = NumberText.Read(number, 9);
        if (n <= 0)
            return cursor.Fail("SCHEDULE_OUT_OF_RANGE", "period", new(token.Start, number.Length), n == 0 ? "is not a period" : "is too long", "1 or more", null);
        var named = digits < 0 ? cursor.Take() : new Token(token.Start + digits, token.Length - digits);
        if (TryUnit(cursor.Text(named), out unit, out size))
            return true;
        return TryCompact(cursor, token, out n, out unit, out size) || cursor.Unknown("period", named, "a unit: seconds, minutes, hours, days or weeks", Names);
    }

    // "1h30m" in one word.
    private static bool TryCompact(Cursor cursor, Token token, out long n, out Unit unit, out int size)
    {
        (n, unit, size) = (0, Unit.Seconds, 1);
        var text = cursor.Text(token);
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
                return false;
            var rest = text[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            letters = letters < 0 ? rest.Length : letters;
            if (!TryUnit(rest[..letters], out var part, out var seconds) || part != Unit.Seconds)
                return false;
            n += NumberText.Read(text[..digits], 9) * (long)seconds;
            text = rest[letters..];
        }
        return n > 0;
    }

    private static bool NotWhole(Cursor cursor, Token token)
    {
        var text = cursor.Text(token);
        if (text[0] is '-' or '+')
            return cursor.Fail("SCHEDULE_OUT_OF_RANGE", "period", token, "is not a period", "a whole number of 1 or more, without a sign", null);
        string? hint = null;
        var end = text.IndexOfAnyExcept("0123456789.");
        var named = end > 0 ? text[end..] : cursor.Text(cursor.Peek());
        if (decimal.TryParse(end > 0 ? text[..end] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and < 10_000 && TryUnit(named, out var unit, out var size) && unit != Unit.Months)
        {
            var seconds = value * size * (unit == Unit.Seconds ? 1 : Civil.SecondsPerDay);
            hint = seconds == decimal.Truncate(seconds) && unit != Unit.Years ? Forms.Period.Text((long)seconds) : null;
        }
        return cursor.Fail("SCHEDULE_FRACTION", "period", token, "is not a whole number", "a whole number", hint);
    }

    private static bool StartsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.');

    private static long Longest(Unit unit) => unit switch
    {
        Unit.Seconds => (long)LongestDays * Civil.SecondsPerDay,
        Unit.Days => LongestDays,
        Unit.Months => 12 * 100,
        _ => 100,
    };

    private static bool TryUnit(ReadOnlySpan<char> text, out Unit unit, out int size)
    {
        Span<char> lower = stackalloc char[8];
        var length = text.Length > lower.Length ? 0 : text.ToLowerInvariant(lower);
        (unit, size) = lower[..Math.Max(length, 0)] switch
        {
            "seconds" or "second" or "secs" or "sec" or "s" => (Unit.Seconds, 1),
            "minutes" or "minute" or "mins" or "min" or "m" => (Unit.Seconds, 60),
            "hours" or "hour" or "hrs" or "hr" or "h" => (Unit.Seconds, 3600),
            "days" or "day" or "d" => (Unit.Days, 1),
            "weeks" or "week" or "w" => (Unit.Days, 7),
            "months" or "month" => (Unit.Months, 1),
            "years" or "year" => (Unit.Years, 1),
            _ => (default, 0),
        };
        return size > 0;
    }
}
