namespace Belfry.Schedules.Calendars;

/// <summary>The slots that no calendar excludes. What is tested is the slot, the nominal local time, also where the clocks skip it.</summary>
internal sealed class AllowedSlots(SlotPattern inner, Exclusions exclusions) : SlotPattern
{
    public override bool IsInterval => inner.IsInterval;

    public override long Ceiling(long local)
    {
        var slot = inner.Ceiling(local);
        var limit = slot > Civil.LastSecond ? slot : slot + Exclusions.Longest;
        for (var tried = 0; tried < Exclusions.MostCandidates && slot <= limit && slot != NoneAfter; tried++)
        {
            if (!exclusions.Excludes(slot, out _, out var until))
                return slot;
            slot = inner.Ceiling(until);
        }
        return NoneAfter;
    }

    public override long Floor(long local)
    {
        var slot = inner.Floor(local);
        var limit = slot - Exclusions.Longest;
        for (var tried = 0; tried < Exclusions.MostCandidates && slot >= limit && slot != NoneBefore; tried++)
        {
            if (!exclusions.Excludes(slot, out var first, out _))
                return slot;
            slot = inner.Floor(first - 1);
        }
        return NoneBefore;
    }
}
