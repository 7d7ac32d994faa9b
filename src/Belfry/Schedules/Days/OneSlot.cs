namespace Belfry.Schedules.Days;

internal sealed class OneSlot(long slot) : SlotPattern
{
    public override bool IsInterval => false;

    public override long Ceiling(long local) => local <= slot ? slot : NoneAfter;

    public override long Floor(long local) => local >= slot ? slot : NoneBefore;
}
