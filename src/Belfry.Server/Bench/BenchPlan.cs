namespace Belfry.Server.Bench;

/// <summary>What to measure with, and how much of it.</summary>
/// <param name="Place">Makes room for one store.</param>
/// <param name="Runs">Runs to enqueue, drain and start.</param>
/// <param name="Seconds">How long lateness and idleness are watched.</param>
/// <param name="Jobs">Jobs of punctuality.</param>
/// <param name="Herd">Jobs of the herd and of the idle nodes.</param>
/// <param name="Nodes">Nodes, each a process of its own when there are several.</param>
/// <param name="History">Finished runs that lie in history beforehand.</param>
/// <param name="Redis">Where locks are measured besides the store; null is nowhere.</param>
internal sealed record BenchPlan(
    Func<CancellationToken, Task<IBenchPlace>> Place,
    TimeProvider Time,
    int Runs,
    int Seconds,
    int Jobs,
    int Herd,
    int Nodes,
    int History,
    string? Redis)
{
    /// <summary>A drain is measured for a job under a closed breaker, too.</summary>
    public bool Breaker { get; init; }

    public Task<BenchStore> NewStore(CancellationToken cancellation) => BenchStore.Create(Place, Time, cancellation);
}
