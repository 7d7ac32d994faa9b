using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Renews the node's lease, lists what the node holds (so that a claim whose reply was lost is given back), and learns what to
/// stop. Runs on a thread of its own: a starved thread pool must not make a living node look dead. What happens when it gets no
/// answer is the <see cref="LeaseWatch"/>'s.
/// </summary>
internal sealed class Heart(IStore store, Node node, JobCatalog catalog, EngineContext engine, ILogger<Heart> logger) : IService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly ClockWatch clocks = new(node.Options.BeatEvery, node.Options.MaxSkew);
    private readonly long startedAt = engine.Time.GetTimestamp();

    // In a row: an outage makes one line when it begins.
    private int failures;

    public string Name => "heart";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        var wait = RetryAfter;
        try
        {
            return wait = await Beat(cancellation);
        }
        finally
        {
            clocks.Expect(engine.Time.GetElapsedTime(startedAt), wait);
        }
    }

    private async ValueTask<TimeSpan> Beat(CancellationToken cancellation)
    {
        try
        {
            // Taken before the request: the lease is never counted longer than the store counts it.
            var (sentAt, wall, id) = (engine.Time.GetTimestamp(), engine.Time.GetUtcNow(), node.Id);
            var beat = Heartbeat(id);
            var reply = await store.Nodes.Beat(beat, cancellation);
            if (!reply.Accepted)
            {
                Lose(id);
                return TimeSpan.Zero;
            }

            failures = 0;
            engine.Clock.Learn(reply.Now, sentAt);
            Read(new ClockReading(
                engine.Time.GetElapsedTime(startedAt, sentAt), engine.Time.GetElapsedTime(sentAt), wall, reply.Now));
            return Obey(beat, sentAt, reply) ? node.Options.BeatEvery : TimeSpan.Zero;
        }
        catch (StoreException exception)
        {
            if (++failures == 1)
            {
                EngineLog.StoreTrouble(logger, Name, exception.Message, failures, RetryAfter);
            }

            return RetryAfter;
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
        node.Holding)
    {
        Handlers = catalog.Handlers,
        Environment = node.Options.Environment,
        Process = engine.Processes?.Self,
        Clock = clocks.Report,
    };

    /// <summary>False when the node has taken another identity since the beat was sent: the answer is not for it.</summary>
    private bool Obey(Heartbeat beat, long sentAt, BeatReply reply)
    {
        var before = node.Standing;
        if (!node.LeaseAccepted(beat.Id, sentAt, reply.Environment, reply.Drain, clocks.Report?.Trusted ?? true))
        {
            return false;
        }

        foreach (var (run, reason) in reply.Cancel)
        {
            node.End(run, StopCause.Cancelled, reason);
        }

        // What was listed is lost, not an attempt of the same run that this node has claimed since.
        foreach (var held in beat.Holding.Where(held => reply.Lost.Contains(held.Run)))
        {
            node.Lose(held, "another node holds the run");
        }

        if (reply.Released > 0)
        {
            EngineLog.Released(logger, reply.Released);
        }

        Tell(before, node.Standing, reply);
        return true;
    }

    private void Tell(NodeStanding before, NodeStanding after, BeatReply reply)
    {
        if (after.Guarded && !before.Guarded)
        {
            EngineLog.Guarded(logger, node.Options.Name, reply.Environment ?? "", node.Options.Environment ?? "nothing");
        }

        if (reply.Drain && !before.AskedToDrain)
        {
            EngineLog.AskedToDrain(logger, node.Options.Name, node.Executions.Count);
        }

        if (after != before)
        {
            engine.FirerWakeup.Set();
            engine.WorkerWakeup.Set();
        }
    }

    private void Read(ClockReading reading)
    {
        var news = clocks.Read(reading);
        var report = clocks.Report!;
        if (news.HasFlag(ClockNews.Jumped))
        {
            EngineLog.WallClockJumped(logger, node.Options.Name, report.Skew);
        }

        if (news.HasFlag(ClockNews.Paused))
        {
            EngineLog.ProcessPaused(logger, node.Options.Name);
        }

        if (news.HasFlag(ClockNews.Skewed))
        {
            EngineLog.WallClockSkewed(logger, node.Options.Name, report.Skew);
        }

        if (news.HasFlag(ClockNews.Distrusted))
        {
            EngineLog.ClockDistrusted(logger, node.Options.Name, report.Skew);
        }

        if (news.HasFlag(ClockNews.TrustedAgain))
        {
            EngineLog.ClockTrustedAgain(logger, node.Options.Name);
        }
    }

    private void Lose(Guid id)
    {
        const string Cause = "the store has fenced this node";
        if (node.LoseLease(id, Cause) is { } stopped)
        {
            EngineLog.LeaseLost(logger, node.Options.Name, stopped, Cause);
        }
    }
}
