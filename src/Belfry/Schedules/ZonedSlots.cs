using Belfry.Schedules.Cron;
using Belfry.Schedules.Zones;

namespace Belfry.Schedules;

/// <summary>
/// The instants at which a slot pattern fires in a time zone, as a set that does not depend on from where one asks;
/// <see cref="Next"/> and <see cref="Previous"/> are queries on that set. Instants are epoch seconds, UTC. Allocates nothing.
/// </summary>
/// <remarks>
/// A slot shown by one instant is that instant. A slot that an offset change repeats is its first pass, its last or both, by
/// <see cref="OverlapPolicy"/>. A slot that a change skips is the first instant after the gap, the slot moved by the length of
/// the gap, or nothing, by <see cref="GapPolicy"/>; for an interval-type pattern the instant after the gap stands in only for
/// slots whose moved time is not a slot itself, because otherwise nothing was lost.
/// <para>Offset changes are further apart than any change is long, so the segments can be judged one at a time.</para>
/// </remarks>
internal sealed partial class ZonedSlots
{
    private readonly SlotPattern _pattern;
    private readonly CronPattern? _cron; // the same pattern, if it is cron: sealed, so its calls are direct
    private readonly GapPolicy _gap;
    private readonly bool _firstPassOnly;
    private readonly bool _lastPassOnly;
    private readonly bool _isPlain; // in a segment nothing but the slots it shows can fire after its first instant

    public ZonedSlots(SlotPattern pattern, ZoneTable zone, GapPolicy gap, OverlapPolicy overlap)
    {
        _pattern = pattern;
        _cron = pattern as CronPattern;
        Zone = zone;
        _gap = gap;
        _firstPassOnly = overlap == OverlapPolicy.First || (overlap == OverlapPolicy.Auto && !pattern.IsInterval);
        _lastPassOnly = overlap == OverlapPolicy.Last;
        _isPlain = gap != GapPolicy.Shift && !_lastPassOnly;
    }

    public ZoneTable Zone { get; }

    /// <summary>The least occurrence after <paramref name="after"/>, or <see cref="SlotPattern.NoneAfter"/>.</summary>
    public long Next(long after)
    {
        var zone = Zone;
        if (zone.IsFixed)
            return NextAtFixedOffset(after, zone[0].Offset);
        var i = zone.Find(after);
        var segment = zone[i];
        var from = after + 1 + segment.Offset;
        if (_firstPassOnly)
            from = Math.Max(from, segment.FreshStart);
        var slot = Ceiling(from);
        var slots = new RisingSlots(this, from, slot);
        if (!_isPlain)
            return NextAcross(after + 1, i, slots);
        return slot < zone.StartOf(i + 1) + segment.Offset
            ? slot - segment.Offset
            : NextAcross(after + 1, SegmentAfter(i, from, slot), slots);
    }

    /// <summary>The greatest occurrence before <paramref name="before"/>, or <see cref="SlotPattern.NoneBefore"/>.</summary>
    public long Previous(long before)
    {
        var i = Zone.Find(before - 1);
        var segment = Zone[i];
        var to = before - 1 + segment.Offset;
        if (!_isPlain)
            return PreviousAcross(before - 1, i);
        var slot = Floor(to);
        return slot >= LocalStart(segment) ? slot - segment.Offset : PreviousAcross(before - 1, i);
    }

    /// <summary>Whether a change of offset has moved or doubled an occurrence, and the offset it is shown with.</summary>
    public OccurrenceNote Note(long instant)
    {
        var i = Zone.Find(instant);
        var segment = Zone[i];
        var local = instant + segment.Offset;
        var end = Zone.StartOf(i + 1) + Zone[i + 1].Offset;
        if (local < segment.FreshStart && !segment.StartsWithGap || local >= end)
            return new(OccurrenceOrigin.Overlap, segment.Offset);
        var wasSkipped = segment.StartsWithGap && local - segment.LocalStart < segment.Offset - segment.OffsetBefore;
        if (!wasSkipped || Ceiling(local) == local)
            return new(OccurrenceOrigin.Slot, segment.Offset);
        return new(_gap == GapPolicy.Shift ? OccurrenceOrigin.Shifted : OccurrenceOrigin.Gap, segment.Offset);
    }

    private long NextAtFixedOffset(long after, int offset)
    {
        var slot = Ceiling(after + 1 + offset);
        return slot < ZoneTable.End + offset ? slot - offset : SlotPattern.NoneAfter;
    }

    private long Ceiling(long local) => _cron is { } cron ? cron.Ceiling(local) : _pattern.Ceiling(local);

    private long Floor(long local) => _cron is { } cron ? cron.Floor(local) : _pattern.Floor(local);
}
