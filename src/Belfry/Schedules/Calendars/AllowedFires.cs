using Belfry.Schedules.Fires;
using Belfry.Schedules.Zones;

namespace Belfry.Schedules.Calendars;

/// <summary>The instants whose local time no calendar excludes; for schedules that have instants and no slots.</summary>
internal sealed class AllowedFires(FireSet inner, ZoneTable zone, Exclusions exclusions) : FireSet
{
    public override long Next(long after)
    {
        var due = inner.Next(after);
        var limit = due > Civil.LastSecond ? due : due + Exclusions.Longest;
        for (var tried = 0; tried < Exclusions.MostCandidates && due <= limit && due != NoneAfter; tried++)
        {
            var offset = zone.OffsetAt(due);
            if (!exclusions.Excludes(due + offset, out _, out var until))
                return due;
            // The offset may change on the way: do not jump further than either one allows.
            var there = zone.OffsetAt(until - offset);
            due = inner.Next(Math.Max(due, until - Math.Max(offset, there) - 1));
        }
        return NoneAfter;
    }

    public override long Previous(long before)
    {
        var due = inner.Previous(before);
        var limit = due == NoneBefore ? due : due - Exclusions.Longest;
        for (var tried = 0; tried < Exclusions.MostCandidates && due >= limit && due != NoneBefore; tried++)
        {
            var offset = zone.OffsetAt(due);
            if (!exclusions.Excludes(due + offset, out var first, out _))
                return due;
            var there = zone.OffsetAt(first - offset);
            due = inner.Previous(Math.Min(due, first - Math.Min(offset, there)));
        }
        return NoneBefore;
    }

    public override string? Note(long due) => inner.Note(due);
}
