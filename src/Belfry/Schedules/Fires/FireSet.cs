namespace Belfry.Schedules.Fires;

/// <summary>The instants at which a schedule fires, in seconds since 1970-01-01T00:00Z. Queries do not depend on where one asks from.</summary>
internal abstract class FireSet
{
    public const long NoneAfter = long.MaxValue;
    public const long NoneBefore = long.MinValue;

    /// <summary>The least instant greater than <paramref name="after"/>.</summary>
    public abstract long Next(long after);

    /// <summary>The greatest instant less than <paramref name="before"/>.</summary>
    public abstract long Previous(long before);

    /// <summary>What an offset change did to this fire: <c>gap</c>, <c>overlap</c>, <c>shifted</c> or nothing.</summary>
    public virtual string? Note(long due) => null;

    /// <summary>Instants in (after, until], counted no further than <paramref name="limit"/>.</summary>
    public virtual long Count(long after, long until, long limit)
    {
        var count = 0;
        for (var due = Next(after); due <= until && due != NoneAfter && count < limit; due = Next(due))
            count++;

        return count;
    }
}
