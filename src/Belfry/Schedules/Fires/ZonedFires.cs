namespace Belfry.Schedules.Fires;

internal sealed class ZonedFires(ZonedSlots slots) : FireSet
{
    // Far enough outside the years a schedule knows, and far from where adding an offset would overflow.
    private const long Earliest = -2 * Civil.SecondsPerDay;
    private const long Latest = Civil.LastSecond + 2 * Civil.SecondsPerDay;

    public override long Next(long after) => slots.Next(Math.Max(after, Earliest));

    public override long Previous(long before) => slots.Previous(Math.Min(before, Latest));

    public override string? Note(long due) => slots.Note(due).Origin switch
    {
        OccurrenceOrigin.Gap => "gap",
        OccurrenceOrigin.Shifted => "shifted",
        OccurrenceOrigin.Overlap => "overlap",
        _ => null,
    };
}
