using Belfry.Jobs;
using Belfry.Locks;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The one store as one process sees it, through its network. The oracle sees each commit as it happens.</summary>
internal sealed class FaultyStore(IStore store, Network network, Host host, Oracle oracle) : StoreLayer(store)
{
    public override IBreakers Breakers => new SeenBreakers(base.Breakers, network, oracle);

    public override ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        network.Call("now", () => base.Now(cancellation));

    public override ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) =>
        network.Call("get", () => base.Get(name, cancellation));

    public override ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation) =>
        network.Call("save", async () => oracle.Breakers.Saved(oracle.Ticks.Saved(change, await base.Save(change, cancellation))));

    public override ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation) => network.Call(
        "delete",
        async () => oracle.Breakers.Deleted(expected.Name, oracle.Ticks.Deleted(expected.Name, await base.Delete(expected, cancellation))));

    public override ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        network.Call("due", () => base.Due(ahead, limit, cancellation));

    public override ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation) =>
        network.Call("fire", async () =>
        {
            var results = await base.Fire(firings, cancellation);
            oracle.Ticks.Fired(firings, results, host.IsOperator);
            oracle.Attempts.Replaced(results);
            oracle.Breakers.Fired(firings, results);
            return results;
        });

    public override ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
        network.Call("enqueue", () => base.Enqueue(runs, cancellation));

    public override ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        network.Call("claim", async () =>
        {
            var reply = await base.Claim(request, cancellation);
            oracle.Leases.Claimed(request, reply);
            oracle.Attempts.Claimed(request, reply);
            oracle.Breakers.Claimed(reply);
            return reply;
        });

    public override ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        network.Call("finish", async () =>
        {
            var statuses = oracle.Attempts.Finished(ends, await base.Finish(ends, cancellation));
            oracle.Breakers.Finished(ends, statuses);
            return statuses;
        });

    public override ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
        network.Call("report", async () => oracle.Attempts.Reported(reports, await base.Report(reports, cancellation)));

    public override ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation) =>
        network.Call("cancel", async () => oracle.Attempts.Cancelled(run, await base.Cancel(run, reason, cancellation)));

    public override ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
        network.Call("prune", () => base.Prune(retention, limit, cancellation));

    public override ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        network.Call("beat", async () => oracle.Leases.Beaten(host, beat, await base.Beat(beat, cancellation)));

    public override async ValueTask Leave(Guid node, CancellationToken cancellation) =>
        await network.Call("leave", async () =>
        {
            oracle.Attempts.Leaving(host, node);
            await base.Leave(node, cancellation);
            oracle.Leases.Left(node);
            return true;
        });

    public override ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation) =>
        network.Call("rescue", async () => oracle.Leases.Rescued(await base.Rescue(endedBefore, maxLost, dead, cancellation)));

    public override ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
        network.Call("lock", async () => oracle.Locks.Taken(name, await base.TryAcquire(name, owner, ttl, cancellation)));

    public override ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) =>
        network.Call("renew", async () => oracle.Locks.Renewed(name, token, await base.Renew(name, token, ttl, cancellation)));

    public override ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
        network.Call("release", async () => oracle.Locks.Released(name, token, await base.Release(name, token, cancellation)));
}
