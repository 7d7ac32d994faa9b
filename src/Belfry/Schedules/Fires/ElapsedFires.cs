namespace Belfry.Schedules.Fires;

/// <summary>anchor + k · period for every whole k: no state, no drift, untouched by offset changes.</summary>
internal sealed class ElapsedFires(long period, long anchor) : FireSet
{
    public override long Next(long after)
    {
        var due = anchor + (Steps(Math.Max(after, -1)) + 1) * period;
        return due > Civil.LastSecond ? NoneAfter : due;
    }

    public override long Previous(long before)
    {
        var due = anchor + Steps(Math.Min(before - 1, Civil.LastSecond)) * period;
        return due < 0 ? NoneBefore : due;
    }

    public override long Count(long after, long until, long limit)
    {
        after = Math.Max(after, -1);
        until = Math.Min(until, Civil.LastSecond);
        return until <= after ? 0 : Math.Min(limit, Steps(until) - Steps(after));
    }

    private long Steps(long instant) => Wall.FloorDiv(instant - anchor, period);
}
