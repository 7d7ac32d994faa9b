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
    /// <param name="dead">Nodes whose process is known to be gone: fenced at once, whatever is left of their lease.</param>
    ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation);

    /// <summary>Nodes that are not fenced and said that they run on this host, the asking one among them.</summary>
    /// <param name="host">As in <see cref="ProcessIdentity.Host"/>.</param>
    ValueTask<IReadOnlyList<Neighbour>> Neighbours(string host, CancellationToken cancellation);

    /// <summary>
    /// Asks a node to claim nothing more and finish what it runs, or to go on; it learns of it with its next heartbeat, claims are
    /// refused at once. False when no such node is alive.
    /// </summary>
    ValueTask<bool> Drain(Guid node, bool on, CancellationToken cancellation);

    /// <summary>
    /// Which environment the store belongs to (<c>production</c>); null until somebody has said so. The first node that states one
    /// in its heartbeat writes it.
    /// </summary>
    ValueTask<string?> Environment(CancellationToken cancellation);

    /// <summary>Says which environment the store belongs to, over what was said before; null is none.</summary>
    ValueTask SetEnvironment(string? environment, CancellationToken cancellation);
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
    IReadOnlyList<HeldRun> Holding)
{
    /// <summary>Names of handlers the node knows; for people, claims name their own.</summary>
    public IReadOnlyCollection<string> Handlers { get; init; } = [];

    /// <summary>Which environment the process says it belongs to; null when it says nothing.</summary>
    public string? Environment { get; init; }

    /// <summary>Null where the platform does not tell, or a process must not be judged by it.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Null until it has something to report.</summary>
    public ClockReport? Clock { get; init; }
}

/// <summary>A process so that another one of the same host can tell whether it is still there.</summary>
/// <param name="Host">Boot and process id name space: the same text means that process ids can be compared.</param>
/// <param name="ProcessId">In that name space.</param>
/// <param name="StartTime">Tells the process from a later one with the same id.</param>
public sealed record ProcessIdentity(string Host, int ProcessId, long StartTime);

public sealed record Neighbour(Guid Node, ProcessIdentity Process);

/// <summary>What a node has seen of its own clocks. The store's clock judges; this is for people.</summary>
/// <param name="Skew">Its wall clock minus the store's.</param>
/// <param name="Jumps">How often its wall clock stepped against its monotonic one since it started.</param>
/// <param name="Pauses">How often the process stood still for longer than it should have, since it started.</param>
public sealed record ClockReport(TimeSpan Skew, int Jumps, int Pauses)
{
    /// <summary>False while the node does not claim because of its clocks.</summary>
    public bool Trusted { get; init; } = true;
}

public readonly record struct HeldRun(Guid Run, long Token);

/// <param name="Accepted">False when the node is fenced.</param>
/// <param name="Cancel">Runs of this node that somebody asked to end, with the reason.</param>
/// <param name="Lost">Runs the node listed whose token is no longer current.</param>
/// <param name="Released">Runs given back because the node did not list them.</param>
public sealed record BeatReply(
    bool Accepted, DateTimeOffset Now, IReadOnlyList<CancelledRun> Cancel, IReadOnlyList<Guid> Lost, int Released)
{
    /// <summary>Which environment the store belongs to; null when nobody has said.</summary>
    public string? Environment { get; init; }

    /// <summary>Somebody asked this node to drain.</summary>
    public bool Drain { get; init; }
}

public readonly record struct CancelledRun(Guid Run, string Reason);

/// <param name="FencedNodes">Nodes declared dead by this call.</param>
/// <param name="Requeued">Runs put back.</param>
/// <param name="Ended">Runs ended as failed or dead.</param>
public sealed record RescueReply(IReadOnlyList<Guid> FencedNodes, int Requeued, int Ended);
