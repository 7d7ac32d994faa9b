using Belfry.Schedules.Zones;

namespace Belfry.Schedules;

/// <content>The way across offset changes: segment by segment, jumping over those that no slot can reach.</content>
internal sealed partial class ZonedSlots
{
    private const int NoSegment = -1;

    private long NextAcross(long from, int i, RisingSlots slots)
    {
        while (i != NoSegment)
        {
            var segment = Zone[i];
            if (segment.Start >= ZoneTable.End)
                break;
            from = Math.Max(from, segment.Start);
            var found = NextFromGap(segment, from, ref slots);
            var searched = Math.Max(from + segment.Offset, LocalStart(segment));
            var slot = slots.Ceiling(searched);
            if (slot < LocalEnd(i))
                found = Math.Min(found, slot - segment.Offset);
            if (found != SlotPattern.NoneAfter)
                return found;
            i = SegmentAfter(i, searched, slot);
        }
        return SlotPattern.NoneAfter;
    }

    // The next segment that can show anything, when no slot lies between the local seconds `searched` and `slot`. Segment
    // i + 1 must be looked at if it begins with a second pass, which goes back below `searched`; nothing else does.
    private int SegmentAfter(int i, long searched, long slot)
    {
        if (LocalStart(Zone[i + 1]) < searched)
            return i + 1;
        return slot == SlotPattern.NoneAfter ? NoSegment : Math.Max(i + 1, Zone.Find(slot - ZoneTable.MaxOffset));
    }

    private long PreviousAcross(long to, int i)
    {
        for (; ; )
        {
            var segment = Zone[i];
            to = Math.Min(to, Zone.StartOf(i + 1) - 1);
            var searched = Math.Min(to + segment.Offset, LocalEnd(i) - 1);
            var slot = Floor(searched);
            var found = slot >= LocalStart(segment) ? slot - segment.Offset : SlotPattern.NoneBefore;
            found = Math.Max(found, PreviousFromGap(segment, to));
            if (found != SlotPattern.NoneBefore)
                return found;

            // A first pass ends above what was searched already; nothing else does.
            i--;
            if (i >= 0 && LocalEnd(i) - 1 > searched)
                continue;
            if (i < 0 || slot == SlotPattern.NoneBefore)
                return SlotPattern.NoneBefore;
            i = Math.Min(i, Zone.Find(slot + ZoneTable.MaxOffset));
        }
    }

    private long LocalStart(in ZoneSegment segment) => _firstPassOnly ? segment.FreshStart : segment.LocalStart;

    private long LocalEnd(int i)
    {
        var offset = Zone[i].Offset;
        var next = Zone[i + 1];
        return next.Start + (_lastPassOnly ? Math.Min(offset, next.Offset) : offset);
    }

    // The least occurrence at or after `from` that the slots in the gap before the segment turn into.
    private long NextFromGap(in ZoneSegment segment, long from, ref RisingSlots slots)
    {
        if (!segment.StartsWithGap || _gap == GapPolicy.Skip)
            return SlotPattern.NoneAfter;
        if (_gap == GapPolicy.After && from != segment.Start)
            return SlotPattern.NoneAfter;
        var searched = Math.Max(from + segment.OffsetBefore, segment.GapStart);
        if (searched >= segment.LocalStart)
            return SlotPattern.NoneAfter;
        var slot = slots.Ceiling(searched);
        if (slot >= segment.LocalStart)
            return SlotPattern.NoneAfter;
        if (_gap == GapPolicy.Shift)
            return slot - segment.OffsetBefore;
        return IsOwedAfterGap(segment, slot) ? segment.Start : SlotPattern.NoneAfter;
    }

    private long PreviousFromGap(in ZoneSegment segment, long to)
    {
        if (!segment.StartsWithGap || _gap == GapPolicy.Skip)
            return SlotPattern.NoneBefore;
        if (_gap == GapPolicy.After)
            return IsOwedAfterGap(segment, Ceiling(segment.GapStart)) ? segment.Start : SlotPattern.NoneBefore;
        var slot = Floor(Math.Min(to + segment.OffsetBefore, segment.LocalStart - 1));
        return slot >= segment.GapStart ? slot - segment.OffsetBefore : SlotPattern.NoneBefore;
    }

    private bool IsOwedAfterGap(in ZoneSegment segment, long firstSlot)
    {
        var moved = segment.Offset - segment.OffsetBefore;

        // Where a whole day is missing, cron's times of day move onto themselves: one slot speaks for its day.
        var step = _cron is not null && moved % Civil.SecondsPerDay == 0 ? Civil.SecondsPerDay : 1;
        for (var slot = firstSlot; slot < segment.LocalStart; slot = Ceiling(slot + step))
        {
            if (!_pattern.IsInterval || Ceiling(slot + moved) != slot + moved)
                return true;
        }
        return false;
    }

    // Remembers the last answer: no slot lies between what was asked and what was found.
    private struct RisingSlots(ZonedSlots slots, long asked, long found)
    {
        private long _asked = asked;
        private long _found = found;

        public long Ceiling(long local)
        {
            if (local < _asked || local > _found)
                (_asked, _found) = (local, slots.Ceiling(local));
            return _found;
        }
    }
}
