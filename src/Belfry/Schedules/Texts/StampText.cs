using System.Globalization;

namespace Belfry.Schedules.Texts;

/// <summary>ISO 8601 dates with a time: instants (with <c>Z</c> or an offset) and local times (without), in whole seconds.</summary>
internal static class StampText
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];

    /// <summary>Looks like a date, so that the error should be about dates.</summary>
    public static bool Looks(ReadOnlySpan<char> text) => text.Length >= 8 && text[4] == '-' && char.IsAsciiDigit(text[0]);

    public static bool TryStamp(Cursor cursor, string field, out long seconds, out bool isLocal)
    {
        var token = cursor.Take();
        if (TryRead(cursor.Text(token), out seconds, out isLocal))
            return JoinTime(cursor, token, ref seconds, isLocal);
        const string Expected = "an instant such as 2026-12-01T09:00:00Z, or a local time such as 2026-12-01T09:00";
        if (token.IsEnd)
            return cursor.Unexpected(field, token, Expected);
        var isFraction = cursor.Text(token).Contains('.');
        return cursor.Fail("SCHEDULE_BAD_INSTANT", field, token, "is not a date and time", Expected, isFraction ? "whole seconds only" : null);
    }

    public static bool TryRead(ReadOnlySpan<char> text, out long seconds, out bool isLocal)
    {
        seconds = 0;
        var rest = WithoutOffset(text, out var offset);
        isLocal = offset is null;
        if (rest.Length < 10 || rest.Length == 10 && !isLocal)
            return false;
        if (!DateTime.TryParseExact(rest, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        seconds = Wall.Seconds(time) - (offset ?? 0);
        return seconds is >= 0 and <= Civil.LastSecond;
    }

    // "2026-12-01 09:00": the time is the next word.
    private static bool JoinTime(Cursor cursor, Token date, ref long seconds, bool isLocal)
    {
        if (isLocal && date.Length == 10 && TimeText.Read(cursor.Text(cursor.Peek())) is >= 0 and var time)
        {
            cursor.Take();
            seconds += time;
        }
        return true;
    }

    private static ReadOnlySpan<char> WithoutOffset(ReadOnlySpan<char> text, out int? offset)
    {
        offset = null;
        if (text.EndsWith("Z", StringComparison.OrdinalIgnoreCase))
        {
            offset = 0;
            return text[..^1];
        }
        if (text.Length < 16 || text[^3] != ':' || text[^6] is not ('+' or '-'))
            return text;
        var hours = NumberText.Read(text[^5..^3], 2);
        var minutes = NumberText.Read(text[^2..], 2);
        if (hours is < 0 or > 18 || minutes is < 0 or > 59)
            return text;
        offset = (text[^6] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
        return text[..^6];
    }
}
