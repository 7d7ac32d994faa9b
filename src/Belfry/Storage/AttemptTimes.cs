namespace Belfry.Storage;

/// <summary>
/// When an attempt began and ended. A node tells the length; where its clock goes ahead of the store's, the end is the
/// store's now, so that history stays in order and retention does not wait for a far day.
/// </summary>
internal readonly record struct AttemptTimes(DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
{
    public static AttemptTimes Of(AttemptEnd end, DateTimeOffset now)
    {
        var length = end.FinishedAt > end.StartedAt ? end.FinishedAt - end.StartedAt : TimeSpan.Zero;
        var finishedAt = end.FinishedAt < now ? end.FinishedAt : now;
        return new AttemptTimes(finishedAt - length, finishedAt);
    }
}
