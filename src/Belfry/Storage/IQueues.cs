using Belfry.Policies;

namespace Belfry.Storage;

/// <summary>Queues: what waits in them, whether they are paused, and the limits that hold in the whole cluster.</summary>
public interface IQueues
{
    /// <summary>Queues known by live runs, limits, pauses or serving nodes, by name; <c>default</c> is always among them.</summary>
    ValueTask<IReadOnlyList<QueueRecord>> List(CancellationToken cancellation);

    /// <summary>
    /// Once this is answered no claim takes a run of the queue until it is resumed or the pause is over. Ticks go on to become
    /// runs, which wait; what runs goes on. A second pause replaces the first.
    /// </summary>
    ValueTask Pause(QueuePause pause, CancellationToken cancellation);

    /// <summary>Ends a pause; null is the pause of everything, and leaves those of single queues. False when there was none.</summary>
    ValueTask<bool> Resume(string? queue, CancellationToken cancellation);

    /// <summary>The pauses that hold now.</summary>
    ValueTask<IReadOnlyList<QueuePause>> Pauses(CancellationToken cancellation);

    /// <summary>
    /// Sets the limit of a queue or a tag, or removes it when it bounds nothing. From the answer on no claim exceeds it; what runs
    /// already goes on. The limit of a job is part of its definition: <see cref="IJobs.Save"/> keeps it.
    /// </summary>
    /// <exception cref="ArgumentException">The limit is of a job.</exception>
    ValueTask Limit(Limit limit, CancellationToken cancellation);

    /// <summary>All limits, those of jobs too, and how far each is used.</summary>
    ValueTask<IReadOnlyList<LimitUse>> Limits(CancellationToken cancellation);
}

/// <summary>What a limit is of.</summary>
public enum LimitScope
{
    Queue,
    Tag,
    Job,
}

/// <summary>A bound that holds in the whole cluster, however many nodes claim at once.</summary>
public sealed record Limit(LimitScope Scope, string Name, LimitPolicy Policy);

/// <param name="Running">Attempts that count against it now.</param>
/// <param name="NextStartAt">When its rate lets the next one start; null when it does so now.</param>
public sealed record LimitUse(Limit Limit, int Running, DateTimeOffset? NextStartAt)
{
    public bool IsFull => Limit.Policy.Running is { } most && Running >= most;
}

/// <param name="Queue">Null is everything.</param>
/// <param name="Since">Set by the store.</param>
/// <param name="Until">When it ends by itself; null is when somebody resumes.</param>
public sealed record QueuePause(string? Queue, string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until);

/// <param name="Waiting">Runs that could start if a node took them: queued ones, also those that wait for an earlier run of their job.</param>
/// <param name="OldestWaiting">Since when the oldest of them waits.</param>
/// <param name="Nodes">Nodes with a valid lease that serve it.</param>
/// <param name="Limit">Its own limit, and how far it is used.</param>
/// <param name="Pause">Its own pause, else the one of everything.</param>
public sealed record QueueRecord(
    string Name, long Waiting, int Running, DateTimeOffset? OldestWaiting, int Nodes, LimitUse? Limit, QueuePause? Pause);
