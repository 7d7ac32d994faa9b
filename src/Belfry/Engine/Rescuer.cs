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
        // Processes that a dead node of this host left behind go first: what they do must not meet its repetition.
        var killed = await KillOrphans(cancellation);
        var reply = await store.Nodes.Rescue(node.Options.RescueGrace, node.Options.MaxLost, cancellation);
        if (reply.FencedNodes.Count > 0 || reply.Requeued > 0 || reply.Ended > 0)
        {
            EngineLog.Rescued(logger, reply.FencedNodes.Count, reply.Requeued, reply.Ended, killed);
            engine.WorkerWakeup.Set();
        }

        return node.Options.SweepEvery;
    }

    private async ValueTask<int> KillOrphans(CancellationToken cancellation)
    {
        var now = engine.Clock.Now;
        var dead = (await store.Queries.Nodes(cancellation)).Where(other =>
            other.LeaseUntil + node.Options.RescueGrace < now && other.Id != node.Id && other.Running > 0);
        var killed = 0;
        using var limit = new CancellationTokenSource(OrphanTime, engine.Time);
        try
        {
            foreach (var other in dead)
            {
                killed += await engine.KillOrphans(other.Id, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The next sweep goes on with them.
        }

        return killed;
    }
}
