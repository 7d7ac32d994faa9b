using Belfry.Storage;

namespace Belfry.Notifications;

/// <summary>When a channel's messages go out. Pure.</summary>
public sealed record ChannelTimes
{
    /// <summary>How long the first notice waits for others to go with it.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two messages; what happens in between goes together.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When nobody wants to be told; null is never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>When a message may be delivered.</summary>
    /// <param name="deliveredAt">When the channel took a message last.</param>
    internal DateTimeOffset DueAt(OutboxMessage message, DateTimeOffset? deliveredAt, DateTimeOffset now)
    {
        if (message.DueAt is { } again)
        {
            return again;
        }

        var due = After(message.OpenedAt, deliveredAt);
        var from = due > now ? due : now;
        if (Quiet is not { } quiet || quiet.EndAt(from) is not { } end)
        {
            return due;
        }

        return quiet.ExceptDeadLetters && message.UrgentAt is { } urgentAt ? Earlier(After(urgentAt, deliveredAt), end) : end;
    }

    private DateTimeOffset After(DateTimeOffset openedAt, DateTimeOffset? deliveredAt)
    {
        var gathered = openedAt + Wait;
        return deliveredAt is { } last && last + Every > gathered ? last + Every : gathered;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
