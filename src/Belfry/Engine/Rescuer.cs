using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>Fences nodes whose lease has ended and gives their runs to others, or ends them. Any node does it.</summary>
internal sealed class Rescuer(IStore store, Node node, EngineContext engine, ILogger<Rescuer> logger) : IService
{
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
        var killed = 0;
        foreach (var other in await store.Queries.Nodes(cancellation))
        {
            if (other.LeaseUntil + node.Options.RescueGrace < now && other.Id != node.Id && other.Running > 0)
            {
                killed += await engine.KillOrphans(other.Id, cancellation);
            }
        }

        return killed;
    }
}
