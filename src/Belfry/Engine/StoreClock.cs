namespace Belfry.Engine;

/// <summary>
/// What the store's clock says now, as far as a node can know between two answers. The node's wall clock plays no part once
/// the store has answered.
/// </summary>
/// <remarks>
/// An answer was true when it was made and is late when it arrives, so each one is a lower bound, and the greatest of the
/// recent ones is the best: a run can start late by the fastest answer's way, never early. Older answers are forgotten, because
/// two clocks drift.
/// </remarks>
internal sealed class StoreClock(TimeProvider time)
{
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private DateTimeOffset best;
    private long bestAt;
    private bool known;

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return known ? best + time.GetElapsedTime(bestAt) : time.GetUtcNow();
            }
        }
    }

    /// <summary>Takes an answer of the store into account.</summary>
    public void Learn(DateTimeOffset now)
    {
        lock (gate)
        {
            var age = time.GetElapsedTime(bestAt);
            if (!known || now >= best + age || age > Recent)
            {
                (best, bestAt, known) = (now, time.GetTimestamp(), true);
            }
        }
    }
}
