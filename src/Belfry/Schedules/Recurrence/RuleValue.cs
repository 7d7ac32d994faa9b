using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Recurrence;

/// <summary>The value of one part of a rule. Keeps its first error; what is read after one does not matter.</summary>
internal sealed class RuleValue(string part, string text, Token range)
{
    public ScheduleError? Error { get; private set; }

    public int Choice(string[] allowed)
    {
        var value = text.Substring(range.Start, range.Length);
        var choice = Array.FindIndex(allowed, a => a.Equals(value, StringComparison.OrdinalIgnoreCase));
        if (choice >= 0)
            return choice;
        var meant = Nearest.Word(value, allowed);
        return Fail(range, "one of " + string.Join(", ", allowed), meant is null ? null : $"did you mean {meant}?");
    }

    public int Number(int least, int most)
    {
        var n = NumberText.Read(text.AsSpan(range.Start, range.Length), 9);
        return n >= least && n <= most ? n : Fail(range, $"{least} to {most}");
    }

    public RuleEnd? Stamp()
    {
        var value = text.AsSpan(range.Start, range.Length);
        if (!RecurrenceText.TryStamp(value, out var seconds, out var isUtc))
        {
            Fail(range, "a date, or a date and time, such as 20261224T000000Z");
            return null;
        }
        return new(value.Contains('T') || value.Contains('t') ? seconds : seconds + Civil.SecondsPerDay - 1, isUtc);
    }

    public ulong Mask(int least, int most)
    {
        var mask = 0UL;
        foreach (var item in Items())
        {
            var n = NumberText.Read(text.AsSpan(item.Start, item.Length), 4);
            if (n < least || n > most)
            {
                Fail(item, $"numbers from {least} to {most}");
                return 1;
            }
            mask |= 1UL << n;
        }
        return mask;
    }

    // Second 60 is a leap second; without those it is second 59 (RFC 5545, 3.3.12).
    public ulong Seconds()
    {
        var mask = Mask(0, 60);
        return mask >> 60 == 0 ? mask : mask & ~(1UL << 60) | 1UL << 59;
    }

    /// <summary>From 1 to <paramref name="most"/> and from -1 to its negative; positive ones first, without doubles.</summary>
    public int[] Numbers(int most)
    {
        var numbers = new List<int>();
        foreach (var item in Items())
        {
            var n = Signed(text.AsSpan(item.Start, item.Length));
            if (n == 0 || Math.Abs(n) > most)
            {
                Fail(item, $"numbers from 1 to {most} or -1 to -{most}");
                return [];
            }
            numbers.Add(n);
        }
        return [.. numbers.Distinct().OrderBy(n => n < 0).ThenBy(n => n)];
    }

    public RuleDay[] Days()
    {
        const int MostWeeks = 53;
        var days = new List<RuleDay>();
        foreach (var item in Items())
        {
            var value = text.AsSpan(item.Start, item.Length);
            var name = value.Length < 2 ? "" : value[^2..].ToString().ToUpperInvariant();
            var weekday = Array.IndexOf(RuleText.Weekdays, name);
            var n = weekday < 0 || value.Length == 2 ? 0 : Signed(value[..^2]);
            if (weekday < 0 || value.Length > 2 && (n == 0 || Math.Abs(n) > MostWeeks))
            {
                Fail(item, "weekdays such as MO, 1MO or -1FR");
                return [];
            }
            days.Add(new(n, weekday));
        }
        return [.. days.Distinct().OrderBy(d => d.N < 0).ThenBy(d => d.N).ThenBy(d => (d.Weekday + 6) % 7)];
    }

    private static int Signed(ReadOnlySpan<char> value)
    {
        var isSigned = value.Length > 0 && value[0] is '-' or '+';
        var n = NumberText.Read(isSigned ? value[1..] : value, 3);
        return n < 0 ? 0 : value[0] == '-' ? -n : n;
    }

    private IEnumerable<Token> Items()
    {
        for (var at = range.Start; at <= range.End;)
        {
            var end = text.IndexOf(',', at, range.End - at);
            end = end < 0 ? range.End : end;
            yield return new(at, end - at);
            at = end + 1;
        }
    }

    private int Fail(Token at, string expected, string? hint = null)
    {
        Error ??= Cursor.Describe("SCHEDULE_RULE_VALUE", part, at, text.Substring(at.Start, at.Length), at.IsEnd ? "is missing" : "is not allowed", expected, hint);
        return 1;
    }
}
