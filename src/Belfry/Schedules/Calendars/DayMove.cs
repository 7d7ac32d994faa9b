namespace Belfry.Schedules.Calendars;

/// <summary>
/// Where the fires of a day off go: to a working day nearby. A day is off when all of it is excluded; what is excluded on other days
/// is excluded there for its time of day, which a move would keep, and is dropped.
/// </summary>
internal sealed class DayMove(Exclusions exclusions, ExcludedPolicy policy)
{
    /// <summary>Fires that find no working day within this many are dropped.</summary>
    public const int Furthest = 100;

    public const int None = -1;

    /// <summary>The day itself if it is not off, where its fires go if it is, or <see cref="None"/>.</summary>
    public int Of(int day)
    {
        if (!exclusions.ExcludesAllOf(day))
            return day;
        return policy switch
        {
            ExcludedPolicy.Next => Step(day, 1, staysInMonth: false),
            ExcludedPolicy.Previous => Step(day, -1, staysInMonth: false),
            ExcludedPolicy.Nearest => Nearest(day),
            _ => Step(day, 1, staysInMonth: true) is var on and not None ? on : Step(day, -1, staysInMonth: true),
        };
    }

    // The earlier one on a tie.
    private int Nearest(int day)
    {
        var back = Step(day, -1, staysInMonth: true);
        var on = Step(day, 1, staysInMonth: true);
        if (back == None || on == None)
            return Math.Max(back, on);
        return day - back <= on - day ? back : on;
    }

    private int Step(int day, int direction, bool staysInMonth)
    {
        var month = Month(day);
        for (var days = 1; days <= Furthest; days++)
        {
            var moved = day + direction * days;
            if (moved is < 0 or > Civil.LastDay || staysInMonth && Month(moved) != month)
                break;
            if (!exclusions.ExcludesAllOf(moved))
                return moved;
        }
        return None;
    }

    private static int Month(int day)
    {
        Civil.FromDay(day, out _, out var month, out _);
        return month;
    }
}
