namespace Belfry.Schedules.Zones;

/// <summary>A stretch of time with one UTC offset. It ends where the next segment starts.</summary>
/// <param name="Start">First instant, in epoch seconds.</param>
/// <param name="Offset">Seconds to add to UTC for local time.</param>
/// <param name="OffsetBefore">The offset up to <paramref name="Start"/>.</param>
internal readonly record struct ZoneSegment(long Start, int Offset, int OffsetBefore)
{
    /// <summary>The first local second that the change at <see cref="Start"/> skips.</summary>
    public long GapStart => Start + OffsetBefore;

    /// <summary>The local time at <see cref="Start"/>.</summary>
    public long LocalStart => Start + Offset;

    /// <summary>The first local second that no earlier segment shows.</summary>
    public long FreshStart => Start + Math.Max(Offset, OffsetBefore);

    public bool StartsWithGap => Offset > OffsetBefore;
}
