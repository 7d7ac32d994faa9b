using Belfry.Schedules.Cron;
using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Calendars;

/// <summary>Reads what <see cref="Calendar.Definition"/> prints. The parts of a combined calendar have no names of their own.</summary>
internal sealed class CalendarReader(string name, string text)
{
    private const int Deepest = 16;
    private static readonly string[] Kinds = ["dates", "yearly", "weekly", "ranges", "times", "cron", "any of", "all of", "not"];

    public ScheduleError? Error { get; private set; }

    public Calendar? Read() => Read(0, text.Length, 0);

    private Calendar? Read(int start, int end, int depth)
    {
        var cursor = new Cursor(text, start, end);
        var kind = cursor.Take();
        var calendar = cursor.Text(kind).ToString().ToLowerInvariant() switch
        {
            "dates" => Listed(cursor, CalendarParts.Date) is { } dates ? Calendar.Dates(name, dates) : null,
            "yearly" => Listed(cursor, CalendarParts.DayOfYear) is { } dates ? Calendar.Yearly(name, dates) : null,
            "weekly" => WeekdayText.TryDays(cursor, out var mask) ? Calendar.DaysOff(name, Forms.Weekdays.In(mask).Select(d => (DayOfWeek)d)) : null,
            "ranges" => Listed(cursor, CalendarParts.Dates) is { } ranges ? Calendar.Ranges(name, ranges) : null,
            "times" => Listed(cursor, CalendarParts.Times) is { } ranges ? Calendar.TimesOfDay(name, ranges) : null,
            "cron" => Cron(ref cursor, kind, end),
            "any" => cursor.Expect("of", "calendar") && Parts(ref cursor, end, depth) is { } parts ? Calendar.Union(name, parts) : null,
            "all" => cursor.Expect("of", "calendar") && Parts(ref cursor, end, depth) is { } parts ? Calendar.Intersection(name, parts) : null,
            "not" => Parts(ref cursor, end, depth) is [var part] ? Calendar.Complement(name, part) : null,
            _ => null,
        };
        if (calendar is not null)
            cursor.ExpectEnd();
        else
            cursor.Unknown("calendar", kind, "one of " + string.Join(", ", Kinds), Kinds);
        Error ??= cursor.Error;
        return Error is null ? calendar : null;
    }

    private static List<T>? Listed<T>(Cursor cursor, Func<Cursor, T?> read)
        where T : struct
    {
        var items = new List<T>();
        do
        {
            if (read(cursor) is not { } item)
                return null;
            items.Add(item);
        }
        while (cursor.TakeSeparator());
        return items;
    }

    // Cron text goes to the end: the cursor has nothing left to read.
    private Calendar? Cron(ref Cursor cursor, Token kind, int end)
    {
        cursor = new(text, end, end);
        var blanks = new string(' ', kind.End);
        if (CronPattern.TryParse(blanks + text[kind.End..end], CronFormat.Auto, DayRule.Or, name, out var pattern, out var error))
            return new CronCalendar(name, pattern!);
        Error ??= error;
        return null;
    }

    // "(…) (…)": the text inside each pair of parentheses is a calendar.
    private List<Calendar>? Parts(ref Cursor cursor, int end, int depth)
    {
        var parts = new List<Calendar>();
        var token = cursor.Peek();
        var at = token.Start;
        while (at < end && text[at] == '(' && depth < Deepest)
        {
            var close = Closing(at, end);
            if (close < 0 || Read(at + 1, close, depth + 1) is not { } part)
                break;
            parts.Add(part);
            for (at = close + 1; at < end && char.IsWhiteSpace(text[at]);)
                at++;
        }
        cursor = new(text, at, end);
        if (Error is null && at < end)
            cursor.Unexpected("calendar", cursor.Peek(), "a calendar in parentheses");
        return Error is null && at >= end ? parts : null;
    }

    private int Closing(int open, int end)
    {
        var depth = 0;
        for (var at = open; at < end; at++)
        {
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return at;
        }
        return -1;
    }
}
