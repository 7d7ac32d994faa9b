namespace Belfry.Engine;

/// <summary>Ends a service's wait early. Only cuts latency: a wake-up that is lost costs one poll.</summary>
internal sealed class Wakeup(TimeProvider time)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiting;
    private bool set;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (gate)
        {
            set = true;
            waiter = waiting;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Returns when set (also before the call), when the time is over, or when cancelled; never throws.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (set)
            {
                set = false;
                return;
            }

            waiting = waiter;
        }

        // One token serves both the time-out and the stop, so that a wake-up leaves no timer behind.
        using var timer = time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(), waiter, atMost, Timeout.InfiniteTimeSpan);
        using var stop = cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter);
        await waiter.Task;
        lock (gate)
        {
            (waiting, set) = (null, false);
        }
    }
}
