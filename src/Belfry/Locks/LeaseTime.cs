namespace Belfry.Locks;

/// <summary>
/// The time of a lease as its holder may count on it: by the holder's monotonic clock, from before the request was sent, so
/// that it is over before anybody else can have the lock. Once over it stays over.
/// </summary>
internal sealed class LeaseTime : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource over = new();
    private readonly ITimer timer;
    private long from;
    private TimeSpan length;

    /// <param name="sent">The timestamp before the request was sent.</param>
    public LeaseTime(TimeProvider time, long sent, TimeSpan ttl)
    {
        (this.time, from, length) = (time, sent, ttl);
        timer = time.CreateTimer(static state => ((LeaseTime)state!).Look(), this, Left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires when the time is over.</summary>
    public CancellationToken Over => over.Token;

    // A starved thread pool fires the timer late; whoever asks gets the truth.
    public bool IsOver => over.IsCancellationRequested || Left == TimeSpan.Zero;

    /// <summary>Starts the time anew; false when it is over already.</summary>
    public bool Extend(long sent, TimeSpan ttl)
    {
        lock (gate)
        {
            if (IsOver)
            {
                return false;
            }

            (from, length) = (sent, ttl);
            timer.Change(Left, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    public void End()
    {
        timer.Dispose();
        try
        {
            over.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the holder's failed; that is no reason to end the process from a timer's thread.
        }
    }

    /// <summary>Nobody counts on it any more: <see cref="Over"/> will not fire.</summary>
    public void Dispose() => timer.Dispose();

    private TimeSpan Left => length - time.GetElapsedTime(from) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Look()
    {
        lock (gate)
        {
            // The timer may have been on its way when the time was extended.
            if (Left > TimeSpan.Zero)
            {
                timer.Change(Left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        End();
    }
}
