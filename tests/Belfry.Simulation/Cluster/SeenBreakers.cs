using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>Breakers as one process sees them, through its network.</summary>
internal sealed class SeenBreakers(IBreakers breakers, Network network, Oracle oracle) : IBreakers
{
    public ValueTask<IReadOnlyList<BreakerRecord>> List(CancellationToken cancellation) =>
        network.Call("breakers", () => breakers.List(cancellation));

    public ValueTask<BreakerRecord?> Get(string name, CancellationToken cancellation) =>
        network.Call("breaker", () => breakers.Get(name, cancellation));

    public ValueTask<BreakerRecord?> Reset(string name, string reason, string by, CancellationToken cancellation) =>
        network.Call("reset", async () => oracle.Breakers.Reset(name, await breakers.Reset(name, reason, by, cancellation)));

    public ValueTask<BreakerRecord?> Isolate(string name, string reason, string by, CancellationToken cancellation) =>
        network.Call("isolate", async () => oracle.Breakers.Isolated(name, await breakers.Isolate(name, reason, by, cancellation)));
}
