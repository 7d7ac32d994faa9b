namespace Belfry.Testing;

/// <summary>
/// Runs the continuations of a whole node one after the other on the thread that asks for it, in the order they were posted: the
/// same test takes the same course each time.
/// </summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly object gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (gate)
        {
            posted.Enqueue((d, state));
            Monitor.Pulse(gate);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something with this as its context.</summary>
    public void Enter(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs what has been posted, and what that posts, until nothing is left.</summary>
    public void RunPosted()
    {
        while (TryTake(out var work))
        {
            work.Callback(work.State);
        }
    }

    /// <summary>Waits, in real time, for another thread to post something; false when none did.</summary>
    public bool WaitForPost(TimeSpan patience)
    {
        lock (gate)
        {
            return posted.Count > 0 || Monitor.Wait(gate, patience);
        }
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) work)
    {
        lock (gate)
        {
            return posted.TryDequeue(out work);
        }
    }
}
