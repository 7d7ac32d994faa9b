namespace Belfry.Engine;

/// <summary>
/// What the store's clock says now, as far as a node can know between two answers. The node's wall clock plays no part once
/// the store has answered.
/// </summary>
/// <remarks>
/// An answer was true at some instant between the request and its arrival, so it bounds the store's clock on both sides. The
/// estimate is kept while it lies between the bounds and is otherwise the lower one: a run can start late by the fastest answer's
/// way, never early. That holds too when the store's clock is set back, from the next answer on.
/// </remarks>
/// <param name="drift">By how much the two clocks may drift apart; the estimate runs slow by it. 0 where they are one clock.</param>
internal sealed class StoreClock(TimeProvider time, double drift = StoreClock.Slewed)
{
    // Two clocks that time services slew: each gains or loses at most 500 ppm.
    private const double Slewed = 0.001;

    // After the store's clock was set back it stands still for a while; what was kept from then may be ahead of it.
    private static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private DateTimeOffset best;
    private long bestAt;
    private bool known;
    private long? setBackAt;

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return known ? Estimate : time.GetUtcNow();
            }
        }
    }

    private DateTimeOffset Estimate => best + (time.GetElapsedTime(bestAt) * (1 - drift));

    /// <summary>Takes an answer of the store into account.</summary>
    /// <param name="sentAt">Monotonic time from before the request.</param>
    public void Learn(DateTimeOffset now, long sentAt)
    {
        lock (gate)
        {
            var latest = now + (time.GetElapsedTime(sentAt) * (1 + drift));
            if (known && Estimate > latest)
            {
                setBackAt = time.GetTimestamp();
            }

            if (!known || Estimate < now || (setBackAt is { } since && time.GetElapsedTime(since) < Doubtful))
            {
                (best, bestAt, known) = (now, time.GetTimestamp(), true);
            }
        }
    }
}
