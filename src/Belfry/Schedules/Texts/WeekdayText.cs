namespace Belfry.Schedules.Texts;

/// <summary>Days of the week by name: in full, or by the first three letters.</summary>
internal static class WeekdayText
{
    public static IEnumerable<string> Names => Written.Weekdays.Select(Written.Lower);

    /// <summary>0 (Sunday) to 6, or -1.</summary>
    public static int Read(ReadOnlySpan<char> text)
    {
        for (var day = 0; day < 7; day++)
        {
            var name = Written.Weekdays[day].AsSpan();
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase) || text.Equals(name[..3], StringComparison.OrdinalIgnoreCase))
                return day;
        }
        return -1;
    }

    /// <summary>A mask with bit 0 for Sunday; <c>weekdays</c> and <c>weekends</c> stand for their days.</summary>
    public static bool TryDays(Cursor cursor, out int mask)
    {
        mask = 0;
        do
        {
            var token = cursor.Take();
            var day = Group(cursor, token);
            if (day == 0)
                return cursor.Unknown("day", token, "a day of the week", [.. Names, "weekdays", "weekends"]);
            mask |= day;
        }
        while (cursor.TakeSeparator());
        return true;
    }

    /// <summary>The day or days that a word stands for, or 0.</summary>
    public static int Group(Cursor cursor, Token token)
    {
        if (cursor.Is(token, "weekday") || cursor.Is(token, "weekdays"))
            return Forms.Weekdays.Working;
        if (cursor.Is(token, "weekend") || cursor.Is(token, "weekends"))
            return Forms.Weekdays.Weekend;
        var day = Read(cursor.Text(token));
        return day < 0 ? 0 : 1 << day;
    }
}
