namespace Belfry.Schedules.Days;

internal sealed class NoSlots : SlotPattern
{
    public static NoSlots Instance { get; } = new();

    public override bool IsInterval => false;

    public override long Ceiling(long local) => NoneAfter;

    public override long Floor(long local) => NoneBefore;
}
