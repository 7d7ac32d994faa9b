namespace Belfry.Schedules.Fires;

internal sealed class SingleFire(long due) : FireSet
{
    public override long Next(long after) => after < due ? due : NoneAfter;

    public override long Previous(long before) => before > due ? due : NoneBefore;
}
