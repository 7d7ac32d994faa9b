using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Looks after the other nodes of this host: one whose process has ended is dead, whatever is left of its lease, and its runs are
/// released at once. Only a process that is certainly gone counts; one that stands still has its lease to live.
/// </summary>
internal sealed class NeighbourWatch(
    IStore store, Node node, IHostProcesses processes, Rescuer rescuer, EngineContext engine) : IService
{
    private IReadOnlyList<Neighbour> neighbours = [];
    private long? listedAt;

    public string Name => "neighbour watch";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.NeighboursEvery;
        }

        // Looking at a process costs a file, asking for the list a transaction: it changes only when nodes come and go.
        if (listedAt is not { } listed || engine.Time.GetElapsedTime(listed) >= node.Options.SweepEvery)
        {
            neighbours = await store.Nodes.Neighbours(processes.Self.Host, cancellation);
            listedAt = engine.Time.GetTimestamp();
        }

        Guid[] dead =
        [
            .. neighbours.Where(other => other.Process != processes.Self && processes.IsGone(other.Process)).Select(other => other.Node),
        ];
        if (dead.Length > 0)
        {
            await rescuer.RescueDead(dead, cancellation);
            neighbours = [.. neighbours.Where(other => !dead.Contains(other.Node))];
        }

        return node.Options.NeighboursEvery;
    }
}
