namespace Belfry.Schedules.Days;

/// <summary>The slots from a first to a last local second.</summary>
internal sealed class ClippedSlots(SlotPattern inner, long first, long last) : SlotPattern
{
    public override bool IsInterval => inner.IsInterval;

    public override long Ceiling(long local)
    {
        var slot = inner.Ceiling(Math.Max(local, first));
        return slot > last ? NoneAfter : slot;
    }

    public override long Floor(long local)
    {
        var slot = inner.Floor(Math.Min(local, last));
        return slot < first ? NoneBefore : slot;
    }
}
