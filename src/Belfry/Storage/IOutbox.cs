using Belfry.Notifications;

namespace Belfry.Storage;

/// <summary>
/// What happened to jobs that ask to be told of, and the messages about it. Each step is one transaction: an event is written with its
/// cause, deciding who is told deletes it and keeps the message, and a message stays until a channel has taken it. So none is
/// lost, and one whose delivery was interrupted is delivered again under the same id.
/// </summary>
public interface IOutbox
{
    /// <summary>Events that nobody has settled, oldest first, with the rules of their jobs; and all messages that wait.</summary>
    ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation);

    /// <summary>
    /// Deletes events and keeps what follows from them. False, and nothing is written, when one of the events is settled, or what was
    /// read with them is not as it was.
    /// </summary>
    ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation);

    /// <summary>
    /// Takes a message for one delivery: nothing is added to it any more, and until <paramref name="hold"/> is over it is nobody
    /// else's to deliver. A channel has one message under delivery at a time.
    /// </summary>
    /// <returns>The message as taken; null when it is not as it was read.</returns>
    ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation);

    /// <summary>
    /// Says how a delivery ended. What was delivered is deleted, whoever holds it by now; else only the taker is listened to.
    /// </summary>
    ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation);

    /// <summary>How deliveries to each channel went, by name. Channels never used are not among them.</summary>
    ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation);

    /// <summary>Writes events of jobs that ask to be told of; their ids are chosen here. Those of other jobs are passed over.</summary>
    ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation);
}

/// <param name="Watches">Of the jobs of <paramref name="Events"/> that still ask to be told.</param>
/// <param name="Messages">Of each channel at most one that is open, and one under delivery.</param>
/// <param name="Channels">Those of the messages' channels that were used before.</param>
/// <param name="Now">The store's clock.</param>
public sealed record OutboxNews(
    IReadOnlyList<JobEvent> Events,
    IReadOnlyList<Watch> Watches,
    IReadOnlyList<OutboxMessage> Messages,
    IReadOnlyList<ChannelRecord> Channels,
    DateTimeOffset Now);

/// <summary>The rules of a job and how it has been. Stores keep both as they get them.</summary>
/// <param name="Policy">JSON: the <c>notify</c> of its newest definition.</param>
/// <param name="State">JSON; null at first.</param>
/// <param name="Version">Another with each change.</param>
public sealed record Watch(string Job, string Policy, string? State, long Version);

/// <param name="Events">Ids; settled together or not at all.</param>
public sealed record Settlement(
    IReadOnlyList<long> Events, IReadOnlyList<WatchChange> Watches, IReadOnlyList<MessageChange> Messages);

/// <param name="Read">As it was read.</param>
/// <param name="State">JSON.</param>
/// <param name="IsUnwell">The next success is an event too.</param>
public sealed record WatchChange(Watch Read, string State, bool IsUnwell);

/// <param name="Read">The open message as it was read; null makes a new one.</param>
/// <param name="Id">Of a new one.</param>
/// <param name="IsUrgent">Something was added that does not wait for the end of quiet hours.</param>
public sealed record MessageChange(OutboxMessage? Read, Guid Id, string Channel, Digest Body, bool IsUrgent);

/// <summary>A message that waits to be delivered.</summary>
/// <param name="Id">The same for each delivery of it.</param>
/// <param name="Version">Another with each change.</param>
/// <param name="Attempts">Deliveries that began; 0 while it is open.</param>
/// <param name="OpenedAt">When the first notice came into it.</param>
/// <param name="UrgentAt">When the first urgent one did.</param>
/// <param name="DueAt">When it may be taken again; null while it is open.</param>
public sealed record OutboxMessage(
    Guid Id, string Channel, long Version, int Attempts, DateTimeOffset OpenedAt, DateTimeOffset? UrgentAt, DateTimeOffset? DueAt, Digest Body)
{
    public bool IsOpen => Attempts == 0;

    /// <summary>Why the last delivery failed.</summary>
    public string? Error { get; init; }
}

/// <summary>How a delivery ended.</summary>
/// <param name="Error">Null when it was delivered.</param>
/// <param name="RetryIn">Null gives up a message that was not delivered.</param>
public sealed record DeliveryEnd(string? Error, TimeSpan? RetryIn)
{
    public static DeliveryEnd Delivered { get; } = new(null, null);
}

/// <summary>How deliveries to a channel went.</summary>
/// <param name="Error">Of the last delivery that failed.</param>
/// <param name="GivenUp">Messages that were never delivered, and are not tried any more.</param>
public sealed record ChannelRecord(
    string Name, long Delivered, DateTimeOffset? DeliveredAt, long Failed, DateTimeOffset? FailedAt, string? Error, long GivenUp);
