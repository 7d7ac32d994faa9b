namespace Belfry.Engine;

/// <summary>
/// What the store's clock says now, as far as a node can know between two answers: the last answer plus the time that the
/// node's monotonic clock has counted since. The node's wall clock plays no part.
/// </summary>
internal sealed class StoreClock(TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset sample;
    private long sampledAt;
    private bool known;

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return known ? sample + time.GetElapsedTime(sampledAt) : time.GetUtcNow();
            }
        }
    }

    /// <summary>Takes over an answer of the store. It was true when it was sent, so it can only be late, never early.</summary>
    public void Learn(DateTimeOffset now)
    {
        lock (gate)
        {
            (sample, sampledAt, known) = (now, time.GetTimestamp(), true);
        }
    }
}
