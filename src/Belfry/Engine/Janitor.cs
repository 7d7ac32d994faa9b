using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>Deletes what retention no longer keeps, in slices that leave room for the living.</summary>
internal sealed class Janitor(IStore store, Node node, ILogger<Janitor> logger) : IService
{
    private const int Slice = 1_000;

    // Between two slices others get the writer; a backlog of a million rows is gone in about a minute.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private int pruned;

    public string Name => "janitor";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.PollEvery;
        }

        var rows = await store.Runs.Prune(node.Options.Retention, Slice, cancellation);
        pruned += rows;
        if (rows == Slice)
        {
            return Breath;
        }

        if (pruned > 0)
        {
            EngineLog.Pruned(logger, pruned);
            pruned = 0;
        }

        return node.Options.PruneEvery;
    }
}
