namespace Belfry.Tests.Schedules;

/// <summary>
/// The cron language as its specification reads, without a thought for speed: sets of numbers, one question a day. It takes
/// valid text only and shares no code with the engine.
/// </summary>
internal sealed class NaiveCron
{
    private readonly string[] _fields;
    private readonly bool _isAnd;

    public NaiveCron(string text, bool isAnd = false)
    {
        var fields = text.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (fields.Count == 5)
            fields.Insert(0, "0");
        if (fields.Count == 6)
            fields.Add("ANY");
        IsInterval = (text.Split(' ').Length == 5 ? fields[1..3] : fields[..3]).Any(f => f.AsSpan().ContainsAny("*/-"));
        _isAnd = isAnd || fields[5].StartsWith('+');
        fields[5] = fields[5].TrimStart('+');
        _fields = [.. fields];
        Seconds = Expand(_fields[0], 0, 59, "");
        Minutes = Expand(_fields[1], 0, 59, "");
        Hours = Expand(_fields[2], 0, 23, "");
    }

    public bool IsInterval { get; }
    public SortedSet<int> Seconds { get; }
    public SortedSet<int> Minutes { get; }
    public SortedSet<int> Hours { get; }

    /// <summary>Every slot of the days from <paramref name="first"/> to <paramref name="last"/>, in order.</summary>
    public IEnumerable<long> Slots(DateTime first, DateTime last)
    {
        for (var date = first.Date; date <= last.Date; date = date.AddDays(1))
        {
            if (!IsDay(date))
                continue;
            foreach (var hour in Hours)
            {
                foreach (var minute in Minutes)
                {
                    foreach (var second in Seconds)
                        yield return (long)(date - DateTime.UnixEpoch).TotalSeconds + hour * 3600 + minute * 60 + second;
                }
            }
        }
    }

    public bool IsSlot(long local)
    {
        var time = DateTime.UnixEpoch.AddSeconds(local);
        return Seconds.Contains(time.Second) && Minutes.Contains(time.Minute) && Hours.Contains(time.Hour) && IsDay(time);
    }

    public bool IsDay(DateTime date)
    {
        if (_fields[6] != "ANY" && !Expand(_fields[6], 1970, 2199, "").Contains(date.Year))
            return false;
        if (!Expand(_fields[4], 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC").Contains(date.Month))
            return false;
        var ofMonth = _fields[3].Split(',').Any(item => IsDayOfMonth(item, date));
        var ofWeek = _fields[5].Split(',').Any(item => IsDayOfWeek(item, date));
        var bothRestrict = IsRestricted(_fields[3]) && IsRestricted(_fields[5]);
        return bothRestrict && !_isAnd ? ofMonth || ofWeek : (ofMonth || !IsRestricted(_fields[3])) && (ofWeek || !IsRestricted(_fields[5]));
    }

    private static bool IsRestricted(string field) => !field.Split(',').Any(item => item is "*" or "?" or "*/1");

    private static bool IsDayOfMonth(string item, DateTime date)
    {
        var length = DateTime.DaysInMonth(date.Year, date.Month);
        if (item.StartsWith('L'))
        {
            var isWeekday = item.EndsWith('W');
            var rest = item.TrimEnd('W')[1..];
            var day = length - (rest.Length == 0 ? 0 : int.Parse(rest[1..]));
            return day >= 1 && (isWeekday ? NearestWeekday(date, day) : day) == date.Day;
        }
        if (!item.EndsWith('W'))
            return Expand(item, 1, 31, "").Contains(date.Day);
        var wanted = int.Parse(item[..^1]);
        return wanted <= length && NearestWeekday(date, wanted) == date.Day;
    }

    private static int NearestWeekday(DateTime month, int day)
    {
        var date = new DateTime(month.Year, month.Month, day);
        var candidates = new[] { 0, -1, 1, 2, -2 };
        return candidates.Select(n => date.AddDays(n))
            .First(d => d.Month == month.Month && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Day;
    }

    private static bool IsDayOfWeek(string item, DateTime date)
    {
        const string Names = "SUNMONTUEWEDTHUFRISAT";
        var weekday = (int)date.DayOfWeek;
        var isLast = date.AddDays(7).Month != date.Month;
        var parts = item.Split('#');
        if (parts.Length == 2)
            return Number(parts[0], Names) % 7 == weekday && (parts[1] == "L" ? isLast : (date.Day + 6) / 7 == int.Parse(parts[1]));
        if (item.EndsWith('L'))
            return Number(item[..^1], Names) % 7 == weekday && isLast;
        return Expand(item, 0, 6, Names).Contains(weekday);
    }

    private static SortedSet<int> Expand(string field, int min, int max, string names)
    {
        var values = new SortedSet<int>();
        foreach (var item in field.Split(','))
        {
            var parts = item.Split('/');
            var step = parts.Length == 2 ? int.Parse(parts[1]) : 1;
            var ends = parts[0].Split('-');
            int first, last;
            if (parts[0] is "*" or "?")
                (first, last) = (min, max);
            else if (ends.Length == 2)
                (first, last) = (Number(ends[0], names), Number(ends[1], names));
            else
                (first, last) = (Number(ends[0], names), parts.Length == 2 ? max : Number(ends[0], names));
            if (first > last && max == 6 && first == 7)
                first = 0;
            var size = max - min + 1;
            for (var value = first; value <= (first > last ? last + size : last); value += step)
                values.Add(value > max ? value - size : value);
        }
        return values;
    }

    private static int Number(string text, string names)
    {
        if (!char.IsLetter(text[0]))
            return int.Parse(text);
        var at = names.IndexOf(text, StringComparison.Ordinal) / 3;
        return names.StartsWith("JAN", StringComparison.Ordinal) ? at + 1 : at;
    }
}
