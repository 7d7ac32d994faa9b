namespace Belfry.Schedules;

/// <summary>
/// A named, immutable set of local days or times at which schedules that list it do not fire. Users may derive their own; those
/// that come with Belfry are made by the static methods of <see cref="Calendar"/> and are equal when name and definition are.
/// </summary>
public abstract partial class Calendar(string name) : IEquatable<Calendar>
{
    public string Name { get; } = name;

    /// <summary>The set in words, such as <c>dates 2026-12-25</c>; null if it has no text. Equal definitions are equal sets.</summary>
    public virtual string? Definition => null;

    /// <summary>Whether a fire whose nominal local time is <paramref name="local"/> is excluded.</summary>
    public abstract bool Excludes(DateTime local);

    /// <summary>
    /// A span around <paramref name="local"/> in which <see cref="Excludes"/> gives one answer; it may be smaller than the greatest
    /// such span. Searches jump over it, so that a second-by-second schedule passes a free weekend in one step.
    /// </summary>
    public virtual CalendarSpan Steady(DateTime local)
    {
        var second = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        return new(second, second.AddSeconds(1));
    }

    public bool Equals(Calendar? other) =>
        ReferenceEquals(this, other)
        || other is not null && GetType() == other.GetType() && Name == other.Name && Definition is { } text && text == other.Definition;

    public override bool Equals(object? obj) => Equals(obj as Calendar);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Definition is null ? Name : Name + ": " + Definition;
}

/// <summary>A stretch of local time.</summary>
/// <param name="From">Its first second.</param>
/// <param name="Until">The first second behind it.</param>
public readonly record struct CalendarSpan(DateTime From, DateTime Until)
{
    internal static CalendarSpan DayOf(DateTime local) => new(local.Date, local.Date < DateTime.MaxValue.Date ? local.Date.AddDays(1) : DateTime.MaxValue);

    internal CalendarSpan And(CalendarSpan other) =>
        new(From > other.From ? From : other.From, Until < other.Until ? Until : other.Until);
}
