namespace Belfry.Schedules.Days;

/// <summary>A set of local days, as days since 1970-01-01, from there to 9999-12-31.</summary>
internal abstract class DaySet
{
    public const int NoneAfter = int.MaxValue;
    public const int NoneBefore = int.MinValue;

    /// <summary>The least day of the set at or after <paramref name="day"/>.</summary>
    public int Ceiling(int day)
    {
        var found = day > Civil.LastDay ? NoneAfter : Up(Math.Max(day, 0));
        return found > Civil.LastDay ? NoneAfter : found;
    }

    /// <summary>The greatest day of the set at or before <paramref name="day"/>.</summary>
    public int Floor(int day)
    {
        var found = day < 0 ? NoneBefore : Down(Math.Min(day, Civil.LastDay));
        return found < 0 ? NoneBefore : found;
    }

    protected abstract int Up(int day);

    protected abstract int Down(int day);
}
