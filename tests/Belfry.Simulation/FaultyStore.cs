using Belfry.Jobs;
using Belfry.Locks;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The one store as one process sees it, through its network.</summary>
internal sealed class FaultyStore(IStore store, Network network, Oracle oracle) : IStore, IJobs, IRuns, INodes
{
    public IJobs Jobs => this;
    public IRuns Runs => this;
    public INodes Nodes => this;
    public IQueues Queues => store.Queues;
    public ILocks Locks => store.Locks;
    public IQueries Queries => store.Queries;
    public string Description => store.Description;

    public ValueTask Migrate(CancellationToken cancellation) => store.Migrate(cancellation);

    public ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        network.Call("now", () => store.Now(cancellation));

    public ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) =>
        network.Call("get", () => store.Jobs.Get(name, cancellation));

    public ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation) =>
        network.Call("save", async () => oracle.Saved(change, await store.Jobs.Save(change, cancellation)));

    public ValueTask<bool> Delete(string name, long revision, CancellationToken cancellation) =>
        network.Call("delete", () => store.Jobs.Delete(name, revision, cancellation));

    public ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        network.Call("due", () => store.Jobs.Due(ahead, limit, cancellation));

    public ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation) =>
        network.Call("fire", async () => oracle.Fired(firings, await store.Jobs.Fire(firings, cancellation)));

    public ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
        network.Call("enqueue", () => store.Runs.Enqueue(runs, cancellation));

    public ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        network.Call("claim", async () => oracle.Claimed(request, await store.Runs.Claim(request, cancellation)));

    public ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        network.Call("finish", async () => oracle.Finished(ends, await store.Runs.Finish(ends, cancellation)));

    public ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
        network.Call("report", () => store.Runs.Report(reports, cancellation));

    public ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation) =>
        network.Call("cancel", () => store.Runs.Cancel(run, reason, cancellation));

    public ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
        network.Call("prune", () => store.Runs.Prune(retention, limit, cancellation));

    public ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        network.Call("beat", () => store.Nodes.Beat(beat, cancellation));

    public async ValueTask Leave(Guid node, CancellationToken cancellation) =>
        await network.Call("leave", async () =>
        {
            await store.Nodes.Leave(node, cancellation);
            return true;
        });

    public ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation) =>
        network.Call("rescue", () => store.Nodes.Rescue(endedBefore, maxLost, dead, cancellation));

    public ValueTask<IReadOnlyList<Neighbour>> Neighbours(string host, CancellationToken cancellation) =>
        network.Call("neighbours", () => store.Nodes.Neighbours(host, cancellation));

    public ValueTask<bool> Drain(Guid node, bool on, CancellationToken cancellation) =>
        network.Call("drain", () => store.Nodes.Drain(node, on, cancellation));

    public ValueTask<string?> Environment(CancellationToken cancellation) =>
        network.Call("environment", () => store.Nodes.Environment(cancellation));

    public async ValueTask SetEnvironment(string? environment, CancellationToken cancellation) =>
        await network.Call("set environment", async () =>
        {
            await store.Nodes.SetEnvironment(environment, cancellation);
            return true;
        });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
