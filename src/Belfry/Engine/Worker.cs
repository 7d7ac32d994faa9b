using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>Claims as many runs as the node has free slots and hands them to the executor.</summary>
/// <param name="other">
/// The wake-up of another worker of the node, which claims at the same time while there is more than one claim brings; null for the
/// one that helps. It polls nothing.
/// </param>
internal sealed class Worker(
    IStore store, Node node, JobCatalog catalog, Executor executor, EngineContext engine, Wakeup? other) : IService
{
    // Slots come free one by one, but a batch of ends frees many at once: a claim for each would be a transaction for each.
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(1);

    // Well within the time that the store gives an answer to arrive: what a heartbeat does not list by then is given back. An
    // answer can lie about that long when jobs leave the thread pool no thread.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    public string Name => other is null ? "second worker" : "worker";

    private TimeSpan Idle => other is null ? Timeout.InfiniteTimeSpan : node.Options.PollEvery;

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        var free = Math.Min(node.FreeSlots, engine.Batch);
        if (!node.LeaseHeld || free <= 0)
        {
            return Idle;
        }

        if (free < node.Options.Slots / 4)
        {
            await Wait.For(GatherTime, engine.Time, cancellation);
        }

        var slots = node.BeginClaim(engine.Batch);
        if (slots == 0)
        {
            return Idle;
        }

        try
        {
            return await Claim(slots, cancellation);
        }
        finally
        {
            node.EndClaim(slots);
        }
    }

    private async Task<TimeSpan> Claim(int free, CancellationToken cancellation)
    {
        var id = node.Id;
        var request = new ClaimRequest(id, free, node.Options.LookAhead, catalog.Handlers, node.Options.Queues)
        {
            // Two claims at once must not bring two of them; the second leaves them all.
            HoldsDoubtful = other is null || node.HoldsDoubtful,
        };

        // Dies here, or the reply is lost: the store holds claims that nobody lists. The next heartbeat gives them back.
        var sentAt = engine.Time.GetTimestamp();
        var reply = await store.Runs.Claim(request, cancellation);
        if (engine.Time.GetElapsedTime(sentAt) > AnswerTime)
        {
            return TimeSpan.Zero;
        }

        engine.Clock.Learn(reply.Now, sentAt);
        if (reply.Runs.Count == engine.Batch && node.FreeSlots >= engine.Batch)
        {
            other?.Set();
        }

        // The reply came after the node had given up waiting for it: leaving puts the runs back.
        cancellation.ThrowIfCancellationRequested();
        foreach (var run in reply.Runs)
        {
            executor.Start(run, id);
        }

        // Behind a doubtful run there may be others that were passed over in its favour, and what stands behind those.
        if (reply.Runs.Count == free || reply.Runs.Any(run => Doubt.IsDoubtful(run.LostCount)))
        {
            return TimeSpan.Zero;
        }

        if (other is null)
        {
            return Idle;
        }

        var wait = (reply.NextAvailableAt - node.Options.LookAhead - engine.Clock.Now) ?? node.Options.PollEvery;
        return wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1)
            : wait < node.Options.PollEvery ? wait
            : node.Options.PollEvery;
    }
}
