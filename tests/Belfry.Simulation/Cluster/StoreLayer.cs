using Belfry.Jobs;
using Belfry.Locks;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>A store over a store: passes everything on, and lets what derives from it interfere.</summary>
internal abstract class StoreLayer(IStore inner) : IStore, IJobs, IRuns, INodes, ILocks
{
    protected IStore Inner => inner;

    public IJobs Jobs => this;
    public IRuns Runs => this;
    public INodes Nodes => this;
    public IQueues Queues => inner.Queues;
    public virtual IBreakers Breakers => inner.Breakers;
    public IDeadLetters DeadLetters => inner.DeadLetters;
    public ILocks Locks => this;
    public IQueries Queries => inner.Queries;
    public virtual IOutbox Outbox => inner.Outbox;
    public string Description => inner.Description;

    public ValueTask Migrate(CancellationToken cancellation) => inner.Migrate(cancellation);

    public virtual ValueTask<DateTimeOffset> Now(CancellationToken cancellation) => inner.Now(cancellation);

    public virtual ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) => inner.Jobs.Get(name, cancellation);

    public virtual ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation) =>
        inner.Jobs.Save(change, cancellation);

    public virtual ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation) =>
        inner.Jobs.Delete(expected, cancellation);

    public virtual ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        inner.Jobs.Due(ahead, limit, cancellation);

    public virtual ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation) =>
        inner.Jobs.Fire(firings, cancellation);

    public virtual ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
        inner.Runs.Enqueue(runs, cancellation);

    public virtual ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        inner.Runs.Claim(request, cancellation);

    public virtual ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        inner.Runs.Finish(ends, cancellation);

    public virtual ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
        inner.Runs.Report(reports, cancellation);

    public virtual ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation) =>
        inner.Runs.Cancel(run, reason, cancellation);

    public virtual ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
        inner.Runs.Prune(retention, limit, cancellation);

    public virtual ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        inner.Nodes.Beat(beat, cancellation);

    public virtual ValueTask Leave(Guid node, CancellationToken cancellation) => inner.Nodes.Leave(node, cancellation);

    public virtual ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation) =>
        inner.Nodes.Rescue(endedBefore, maxLost, dead, cancellation);

    public virtual ValueTask<IReadOnlyList<Neighbour>> Neighbours(string host, CancellationToken cancellation) =>
        inner.Nodes.Neighbours(host, cancellation);

    public virtual ValueTask<bool> Drain(Guid node, bool on, CancellationToken cancellation) =>
        inner.Nodes.Drain(node, on, cancellation);

    public virtual ValueTask<string?> Environment(CancellationToken cancellation) => inner.Nodes.Environment(cancellation);

    public virtual ValueTask SetEnvironment(string? environment, CancellationToken cancellation) =>
        inner.Nodes.SetEnvironment(environment, cancellation);

    public virtual ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
        inner.Locks.TryAcquire(name, owner, ttl, cancellation);

    public virtual ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) =>
        inner.Locks.Renew(name, token, ttl, cancellation);

    public virtual ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
        inner.Locks.Release(name, token, cancellation);

    public ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation) =>
        inner.Locks.ForceRelease(name, reason, by, cancellation);

    public ValueTask<LockLease?> Find(string name, CancellationToken cancellation) => inner.Locks.Find(name, cancellation);

    public ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) =>
        inner.Locks.List(query, cancellation);

    public ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) =>
        inner.Locks.Statistics(after, limit, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
