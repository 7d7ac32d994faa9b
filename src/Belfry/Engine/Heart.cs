using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Renews the node's lease, lists what the node holds (so that a claim whose reply was lost is given back), and learns what to
/// stop. Runs on a thread of its own: a starved thread pool must not make a living node look dead.
/// </summary>
internal sealed class Heart(IStore store, Node node, EngineContext engine, ILogger<Heart> logger) : IService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    // In a row: an outage makes one line when it begins.
    private int failures;

    public string Name => "heart";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        var held = node.LeaseHeld;
        try
        {
            // Taken before the request: the lease is never counted longer than the store counts it.
            var sentAt = engine.Time.GetTimestamp();
            var id = node.Id;
            var reply = await store.Nodes.Beat(Heartbeat(id), cancellation);
            if (!reply.Accepted)
            {
                Lose("the store has fenced this node");
                return TimeSpan.Zero;
            }

            failures = 0;
            node.LeaseAccepted(sentAt);
            engine.Clock.Learn(reply.Now, sentAt);
            Obey(reply);
            if (!held)
            {
                engine.WorkerWakeup.Set();
            }

            return node.Options.BeatEvery;
        }
        catch (StoreException exception)
        {
            if (++failures == 1)
            {
                EngineLog.StoreTrouble(logger, Name, exception.Message, failures, RetryAfter);
            }

            LoseWhatRanOut(exception);
            return RetryAfter;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // Whatever kept the beat from its answer, the lease goes on running out.
            LoseWhatRanOut(exception);
            throw;
        }
    }

    private Heartbeat Heartbeat(Guid id) => new(
        id,
        node.Options.Name,
        ProductVersion.Text,
        node.Options.Slots,
        node.Options.Queues,
        node.Draining,
        node.Options.LeaseTime,
        node.Holding);

    private void Obey(BeatReply reply)
    {
        foreach (var (run, reason) in reply.Cancel)
        {
            node.End(run, StopCause.Cancelled, reason);
        }

        foreach (var run in reply.Lost)
        {
            node.End(run, StopCause.LeaseLost, "another node holds the run");
        }

        if (reply.Released > 0)
        {
            EngineLog.Released(logger, reply.Released);
        }
    }

    private void LoseWhatRanOut(Exception exception)
    {
        if (node.LeaseRanOut)
        {
            Lose("the store could not be reached in time: " + exception.Message);
        }
    }

    private void Lose(string cause)
    {
        var stopped = node.LoseLease(cause);
        EngineLog.LeaseLost(logger, node.Options.Name, stopped, cause);
    }
}
