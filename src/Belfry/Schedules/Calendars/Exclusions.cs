namespace Belfry.Schedules.Calendars;

/// <summary>All calendars of one schedule: a local second is excluded if any of them excludes it.</summary>
internal sealed class Exclusions(IReadOnlyList<Calendar> calendars)
{
    /// <summary>Searches give up after this many excluded candidates …</summary>
    public const int MostCandidates = 4_000;

    /// <summary>… or this many seconds of them, 20 years.</summary>
    public const long Longest = 20L * 366 * Civil.SecondsPerDay;

    private const int PiecesPerDay = 50;

    // An array: to walk an interface allocates.
    private readonly Calendar[] _calendars = [.. calendars];

    /// <summary>Whether it is excluded, and a span around it in which it stays so.</summary>
    public bool Excludes(long local, out long first, out long until)
    {
        (first, until) = (local, local + 1);
        if (Excluding(local) is not { } calendar)
            return false;
        var span = calendar.Steady(Wall.Time(local));
        first = Math.Min(first, Wall.Seconds(span.From));
        until = Math.Max(until, Wall.Seconds(span.Until));
        return true;
    }

    /// <summary>A day off. A day that is excluded in more pieces than anybody would name is not one.</summary>
    public bool ExcludesAllOf(int day)
    {
        var at = Wall.At(day, 0);
        for (var step = 0; step < PiecesPerDay && at < Wall.At(day + 1, 0); step++)
        {
            if (!Excludes(at, out _, out at))
                return false;
        }
        return at >= Wall.At(day + 1, 0);
    }

    private Calendar? Excluding(long local)
    {
        var time = Wall.Time(local);
        foreach (var calendar in _calendars)
        {
            if (calendar.Excludes(time))
                return calendar;
        }
        return null;
    }
}
