namespace Belfry.Testing;

/// <summary>A timer of a <see cref="VirtualTime"/>. Each change makes a new setting; older ones in the queue mean nothing.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state, Action<int>? pending = null) : ITimer
{
    private readonly Lock gate = new();
    private TimeSpan period;
    private bool isPending;
    private bool disposed;
    private int setting;

    public int Setting => Volatile.Read(ref setting);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (disposed)
            {
                return false;
            }

            this.period = period;
            Schedule(dueTime);
            return true;
        }
    }

    public void Fire()
    {
        lock (gate)
        {
            Schedule(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan);
        }

        callback(state);
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Schedule(Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Schedule(TimeSpan delay)
    {
        var mine = ++setting;
        var isSet = delay >= TimeSpan.Zero;
        if (isSet)
        {
            time.Enqueue(this, mine, delay);
        }

        if (isSet != isPending)
        {
            isPending = isSet;
            pending?.Invoke(isSet ? 1 : -1);
        }
    }
}
