namespace Belfry.Sqlite;

/// <summary>
/// The store's clock: the machine's, held at the newest instant this process or any commit has seen, so that a step of the
/// machine's clock backwards makes time stand still and never makes a lease valid again.
/// </summary>
internal sealed class StoreClock(TimeProvider time)
{
    // Only grows.
    private long highWater;

    public DateTimeOffset Read() => Micros.Instant(Observe(Micros.Of(time.GetUtcNow())));

    /// <summary>Learns an instant that somebody else has seen; answers the high-water mark.</summary>
    public long Observe(long micros)
    {
        var seen = Volatile.Read(ref highWater);
        while (micros > seen)
        {
            var before = Interlocked.CompareExchange(ref highWater, micros, seen);
            if (before == seen)
            {
                return micros;
            }

            seen = before;
        }

        return seen;
    }
}
