namespace Belfry.Schedules;

/// <summary>
/// A set of local wall-clock seconds (slots), as seconds since 1970-01-01T00:00 of the local calendar. Knows no zone:
/// <c>ZonedSlots</c> turns slots into instants.
/// </summary>
internal abstract class SlotPattern
{
    /// <summary>What <see cref="Ceiling"/> answers when no later slot exists.</summary>
    public const long NoneAfter = long.MaxValue;

    /// <summary>What <see cref="Floor"/> answers when no earlier slot exists.</summary>
    public const long NoneBefore = long.MinValue;

    /// <summary>Follows elapsed time through an offset change (interval-type) instead of naming a time of day.</summary>
    public abstract bool IsInterval { get; }

    /// <summary>The least slot at or after <paramref name="local"/>, or <see cref="NoneAfter"/>.</summary>
    public abstract long Ceiling(long local);

    /// <summary>The greatest slot at or before <paramref name="local"/>, or <see cref="NoneBefore"/>.</summary>
    public abstract long Floor(long local);

    public bool Contains(long local) => Ceiling(local) == local;
}
