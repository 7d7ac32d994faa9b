using System.Globalization;

namespace Belfry.Schedules.Cron;

/// <summary>What one field of a cron text may hold.</summary>
/// <param name="Name">As errors call it.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value; a day-of-week 7 is written for 0 and not counted.</param>
/// <param name="MaxStep">Greatest number after a slash.</param>
/// <param name="HashMax">Greatest value that a bare <c>H</c> takes: day 28 exists in every month.</param>
/// <param name="HashLetter">What keeps the hashes of the fields apart; NUL where <c>H</c> is not allowed.</param>
/// <param name="Names">Three-letter names, from <paramref name="Min"/> up; empty if there are none.</param>
internal sealed record CronField(string Name, int Min, int Max, int MaxStep, int HashMax, char HashLetter, string Names)
{
    public static CronField Second { get; } = new("second", 0, 59, 59, 59, 's', "");
    public static CronField Minute { get; } = new("minute", 0, 59, 59, 59, 'm', "");
    public static CronField Hour { get; } = new("hour", 0, 23, 23, 23, 'h', "");
    public static CronField DayOfMonth { get; } = new("day-of-month", 1, 31, 31, 28, 'd', "");
    public static CronField Month { get; } = new("month", 1, 12, 12, 12, 'M', "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC");
    public static CronField DayOfWeek { get; } = new("day-of-week", 0, 6, 7, 6, 'w', "SUNMONTUEWEDTHUFRISAT");
    public static CronField Year { get; } = new("year", 1970, 2199, 229, 0, '\0', "");

    /// <summary>In the order of seven-field text; five fields begin at the minute and end before the year.</summary>
    public static IReadOnlyList<CronField> InOrder { get; } = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek, Year];

    /// <summary>All values of the field, as a mask with bit n for value n (year fields are too wide for one).</summary>
    public ulong All => (2UL << Max) - (1UL << Min);

    /// <summary>The greatest number one may write.</summary>
    public int MaxWritten => this == DayOfWeek ? 7 : Max;

    /// <summary>How many values the field has.</summary>
    public int Span => Max - Min + 1;

    /// <summary>Brings a value past the end back to the beginning; so a day-of-week 7 becomes 0.</summary>
    public int Wrap(int value) => value > Max ? value - Span : value;

    /// <summary>The value of the three-letter name that <paramref name="text"/> begins with, or -1.</summary>
    public int ValueOf(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
            return -1;
        for (var i = 0; i < Names.Length; i += 3)
        {
            if (text[..3].Equals(Names.AsSpan(i, 3), StringComparison.OrdinalIgnoreCase))
                return Min + i / 3;
        }
        return -1;
    }

    /// <summary>The accepted names, such as <c>SUN-SAT</c>; empty if there are none.</summary>
    public string NameRange => Names.Length == 0 ? "" : $"{Names[..3]}-{Names[^3..]}";

    /// <summary>The value of a number or name as written, which need not be in range; -1 for anything else.</summary>
    public int Value(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        var name = text.Length == 3 ? Names.IndexOf(text, StringComparison.OrdinalIgnoreCase) : -1;
        return name >= 0 && name % 3 == 0 ? name / 3 + Min : -1;
    }
}
