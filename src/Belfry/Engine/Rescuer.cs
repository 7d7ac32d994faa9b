using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>Fences nodes whose lease has ended and gives their runs to others, or ends them. Any node does it.</summary>
internal sealed class Rescuer(IStore store, Node node, EngineContext engine, ILogger<Rescuer> logger) : IService
{
    // Processes that cannot be killed must not keep the runs of dead nodes from others.
    private static readonly TimeSpan OrphanTime = TimeSpan.FromSeconds(5);

    public string Name => "rescuer";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.PollEvery;
        }

        // Processes that a dead node of this host left behind go first: what they do must not meet its repetition. Both look
        // at one instant; a lease that ends in between is for the next sweep, or its node's processes would be passed over.
        var endedBefore = engine.Clock.Now - node.Options.RescueGrace;
        var ended = (await store.Queries.Nodes(cancellation)).Where(other =>
            other.LeaseUntil < endedBefore && other.Id != node.Id && other.Running > 0);
        await Rescue(endedBefore, [.. ended.Select(other => other.Id)], [], cancellation);
        return node.Options.SweepEvery;
    }

    /// <summary>Releases the runs of nodes whose process is known to be gone, and leaves all others their lease.</summary>
    public ValueTask RescueDead(IReadOnlyList<Guid> dead, CancellationToken cancellation) =>
        Rescue(DateTimeOffset.UnixEpoch, dead, dead, cancellation);

    private async ValueTask Rescue(
        DateTimeOffset endedBefore, IReadOnlyList<Guid> orphaned, IReadOnlyList<Guid> dead, CancellationToken cancellation)
    {
        var killed = await KillOrphans(orphaned, cancellation);
        var reply = await store.Nodes.Rescue(endedBefore, node.Options.MaxLost, dead, cancellation);
        if (reply.FencedNodes.Count > 0 || reply.Requeued > 0 || reply.Ended > 0)
        {
            EngineLog.Rescued(logger, reply.FencedNodes.Count, reply.Requeued, reply.Ended, killed);
            engine.WorkerWakeup.Set();
        }
    }

    private async ValueTask<int> KillOrphans(IReadOnlyList<Guid> orphaned, CancellationToken cancellation)
    {
        var killed = 0;
        using var limit = new CancellationTokenSource(OrphanTime, engine.Time);
        try
        {
            foreach (var other in orphaned)
            {
                killed += await engine.KillOrphans(other, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The next sweep goes on with them.
        }

        return killed;
    }
}
