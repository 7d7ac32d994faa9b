using System.Diagnostics.CodeAnalysis;

namespace Belfry.Schedules.Texts;

/// <summary>Times of day: <c>HH:mm[:ss]</c>, or <c>h[:mm]am|pm</c>.</summary>
internal static class TimeText
{
    private const string Expected = "a time of day from 00:00 to 23:59:59";

    /// <summary><c>at time *("," time)</c>, ascending and without doubles.</summary>
    public static bool TryAt(Cursor cursor, [NotNullWhen(true)] out int[]? times)
    {
        times = null;
        if (!cursor.Expect("at", "time"))
            return false;
        var found = new SortedSet<int>();
        do
        {
            if (!TryTime(cursor, out var time))
                return false;
            found.Add(time);
        }
        while (cursor.TakeSeparator());
        times = [.. found];
        return true;
    }

    public static bool TryTime(Cursor cursor, out int second)
    {
        var token = cursor.Take();
        second = Read(cursor.Text(token));
        if (second >= 0)
            return true;
        return token.IsEnd
            ? cursor.Unexpected("time", token, Expected)
            : cursor.Fail("SCHEDULE_BAD_TIME", "time", token, "is not a time of day", Expected, Hint(cursor.Text(token)));
    }

    /// <summary>Second of the day, or -1.</summary>
    public static int Read(ReadOnlySpan<char> text)
    {
        var half = Half(text);
        if (half >= 0)
            text = text[..^2];
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, ':');
        if (count > 3 || count < (half >= 0 ? 1 : 2) || half >= 0 && count > 2)
            return -1;
        var hour = NumberText.Read(text[parts[0]], 2);
        var minute = count > 1 ? Pair(text[parts[1]]) : 0;
        var second = count > 2 ? Pair(text[parts[2]]) : 0;
        if (half >= 0)
            hour = hour is >= 1 and <= 12 ? hour % 12 + 12 * half : -1;
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59 ? hour * 3600 + minute * 60 + second : -1;
    }

    // 0 for am, 1 for pm, -1 for a time of 24 hours.
    private static int Half(ReadOnlySpan<char> text)
    {
        if (text.EndsWith("am", StringComparison.OrdinalIgnoreCase))
            return 0;
        return text.EndsWith("pm", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
    }

    private static int Pair(ReadOnlySpan<char> text) => text.Length == 2 ? NumberText.Read(text, 2) : -1;

    private static string? Hint(ReadOnlySpan<char> text) => NumberText.Read(text, 2) switch
    {
        >= 0 and <= 23 and var hour => $"write {Written.Time(hour * 3600)}",
        24 => "write 00:00 of the next day",
        _ => text.SequenceEqual("24:00") ? "write 00:00 of the next day" : null,
    };
}
