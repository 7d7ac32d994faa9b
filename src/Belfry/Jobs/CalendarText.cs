using System.Globalization;
using System.Text.RegularExpressions;
using Calendar = Belfry.Schedules.Calendar;

namespace Belfry.Jobs;

/// <summary>
/// Calendars from the text that <see cref="Calendar.Definition"/> writes: <c>dates 2026-12-25</c>, <c>yearly 25 dec, 1 jan</c>,
/// <c>weekly saturday, sunday</c>, <c>ranges 2026-12-24 to 2027-01-02</c>, <c>times 22:00 to 06:00</c>, <c>cron * * 13 * 5</c>,
/// and <c>any of (…) (…)</c>, <c>all of (…) (…)</c>, <c>not (…)</c>.
/// </summary>
internal static partial class CalendarText
{
    public const string Example = "dates 2026-12-25, 2027-01-01, or weekly saturday, sunday";
    private const int MaxLength = 20_000;
    private const int MaxDepth = 8;

    private static readonly string[] DateFormats = ["yyyy-MM-dd"];
    private static readonly string[] DayFormats = ["d MMM", "d MMMM"];
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss"];

    [GeneratedRegex(" to ", RegexOptions.IgnoreCase)]
    private static partial Regex To();

    /// <exception cref="FormatException">The text is not a calendar; the message says what is wrong with it.</exception>
    public static Calendar Parse(string name, string text) =>
        text.Length <= MaxLength ? Parse(name, text, 0) : throw new FormatException($"is longer than {MaxLength:N0} characters.");

    private static Calendar Parse(string name, string text, int depth) => text.Trim() switch
    {
        _ when depth > MaxDepth => throw new FormatException($"has brackets deeper than {MaxDepth}."),
        var all when Rest(all, "dates") is { } rest => Calendar.Dates(name, Items(rest).Select(Date)),
        var all when Rest(all, "yearly") is { } rest => Calendar.Yearly(name, Items(rest).Select(DayOfYear)),
        var all when Rest(all, "weekly") is { } rest => Calendar.DaysOff(name, Items(rest).Select(Weekday)),
        var all when Rest(all, "ranges") is { } rest => Calendar.Ranges(name, Items(rest).Select(DateRange)),
        var all when Rest(all, "times") is { } rest => Calendar.TimesOfDay(name, Items(rest).Select(TimeRange)),
        var all when Rest(all, "cron") is { } rest => Calendar.Cron(name, rest),
        var all when Rest(all, "any of") is { } rest => Calendar.Union(name, Parts(name, rest, depth)),
        var all when Rest(all, "all of") is { } rest => Calendar.Intersection(name, Parts(name, rest, depth)),
        var all when Rest(all, "not") is { } rest => Calendar.Complement(name, OnePart(name, rest, depth)),
        _ => throw new FormatException($"must begin with dates, yearly, weekly, ranges, times, cron, any of, all of or not; write one such as {Example}."),
    };

    private static string? Rest(string text, string word) =>
        text.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase) ? text[word.Length..].Trim() : null;

    private static string[] Items(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static DateOnly Date(string text) =>
        DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Not(text, "a date", "2026-12-25");

    private static (int Month, int Day) DayOfYear(string text) =>
        DateOnly.TryParseExact($"{text} 2000", [.. DayFormats.Select(format => $"{format} yyyy")], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (date.Month, date.Day)
            : throw Not(text, "a day of the year", "25 dec");

    private static DayOfWeek Weekday(string text) =>
        Enum.GetValues<DayOfWeek>().Cast<DayOfWeek?>().FirstOrDefault(day => IsNamed(day!.Value, text)) ?? throw Not(text, "a day of the week", "saturday");

    private static bool IsNamed(DayOfWeek day, string text) =>
        day.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) || day.ToString()[..3].Equals(text, StringComparison.OrdinalIgnoreCase);

    private static (DateOnly First, DateOnly Last) DateRange(string text) =>
        To().Split(text) is [var first, var last] ? (Date(first), Date(last)) : throw Not(text, "a range of dates", "2026-12-24 to 2027-01-02");

    private static (TimeOnly From, TimeOnly Until) TimeRange(string text) =>
        To().Split(text) is [var from, var until] ? (Time(from), Time(until)) : throw Not(text, "a range of times", "22:00 to 06:00");

    // 24:00, the end of the day, is the start of the next: a range that ends there does not go on.
    private static TimeOnly Time(string text) =>
        text == "24:00" ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw Not(text, "a time of day", "22:00");

    private static Calendar OnePart(string name, string text, int depth) =>
        Parts(name, text, depth) is [var only] ? only : throw Not(text, "one calendar", "(weekly monday)");

    /// <summary>What stands between brackets that close each other: <c>(…) (…)</c>.</summary>
    private static List<Calendar> Parts(string name, string text, int depth)
    {
        var parts = new List<Calendar>();
        int open = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(' when open++ == 0:
                    start = i + 1;
                    break;
                case ')' when --open == 0:
                    parts.Add(Parse(name, text[start..i], depth + 1));
                    break;
                case not ('(' or ')' or ' ') when open <= 0:
                    throw Not(text, "a list of calendars", "(weekly sunday) (dates 2026-12-25)");
            }
        }

        return open == 0 && parts.Count > 0 ? parts : throw Not(text, "a list of calendars", "(weekly sunday) (dates 2026-12-25)");
    }

    private static FormatException Not(string text, string what, string example) =>
        new($"has '{JsonReading.Short(text)}', which is not {what}; write it such as {example}.");
}
