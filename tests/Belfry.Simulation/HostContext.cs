namespace Belfry.Simulation;

/// <summary>Puts continuations of a simulated process into the world's queue.</summary>
internal sealed class HostContext(World world, Host host) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        world.AssertOnThread();
        world.At(TimeSpan.Zero, host, () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
