namespace Belfry.Simulation;

/// <summary>A thread, or the pool, of a simulated process: puts its continuations into the world's queue.</summary>
internal sealed class HostContext(World world, Host host) : SynchronizationContext
{
    private readonly List<Action> deferred = [];

    public override void Post(SendOrPostCallback d, object? state)
    {
        world.AssertOnThread();
        world.At(TimeSpan.Zero, this, () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>True when the action must not run now: the process is dead, or it waits for <see cref="Resume"/>.</summary>
    public bool Defer(Action action)
    {
        if (!host.Alive)
        {
            return true;
        }

        if (!host.StandsStill(this))
        {
            return false;
        }

        deferred.Add(action);
        return true;
    }

    public void Resume()
    {
        foreach (var action in deferred)
        {
            world.At(TimeSpan.Zero, this, action);
        }

        deferred.Clear();
    }

    public void Forget() => deferred.Clear();
}
