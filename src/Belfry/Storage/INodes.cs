namespace Belfry.Storage;

/// <summary>Nodes, their leases, and what becomes of the runs of dead ones.</summary>
public interface INodes
{
    /// <summary>
    /// Renews (or takes) the node's lease, releases runs that the store thinks it executes and it does not list, and answers
    /// what it must stop. A node that has been fenced stays fenced: it must start again under a new id.
    /// </summary>
    ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation);

    /// <summary>
    /// The node ends: its lease is given up. Runs it still holds are rescued at once and count a loss, but none ends as dead for it.
    /// </summary>
    ValueTask Leave(Guid node, CancellationToken cancellation);

    /// <summary>
    /// Fences nodes whose lease ended before an instant, and puts the runs of fenced or unknown nodes back, or ends them: by
    /// their rule for lost workers, and after <paramref name="maxLost"/> losses as dead.
    /// </summary>
    /// <param name="endedBefore">Of the store's clock; one that has not come yet counts as now.</param>
    ValueTask<RescueReply> Rescue(DateTimeOffset endedBefore, int maxLost, CancellationToken cancellation);
}

/// <param name="Id">New for each start of a process (incarnation), never a host name.</param>
/// <param name="Name">For people.</param>
/// <param name="Holding">Runs the node executes or is about to, with their tokens.</param>
public sealed record Heartbeat(
    Guid Id,
    string Name,
    string Version,
    int Slots,
    IReadOnlyCollection<string>? Queues,
    bool Draining,
    TimeSpan LeaseTime,
    IReadOnlyList<HeldRun> Holding);

public readonly record struct HeldRun(Guid Run, long Token);

/// <param name="Accepted">False when the node is fenced.</param>
/// <param name="Cancel">Runs of this node that somebody asked to end, with the reason.</param>
/// <param name="Lost">Runs the node listed whose token is no longer current.</param>
/// <param name="Released">Runs given back because the node did not list them.</param>
public sealed record BeatReply(
    bool Accepted, DateTimeOffset Now, IReadOnlyList<CancelledRun> Cancel, IReadOnlyList<Guid> Lost, int Released);

public readonly record struct CancelledRun(Guid Run, string Reason);

/// <param name="FencedNodes">Nodes declared dead by this call.</param>
/// <param name="Requeued">Runs put back.</param>
/// <param name="Ended">Runs ended as failed or dead.</param>
public sealed record RescueReply(IReadOnlyList<Guid> FencedNodes, int Requeued, int Ended);
