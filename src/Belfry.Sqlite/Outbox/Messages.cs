using Belfry.Notifications;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Messages that wait: of each channel one that gathers notices, and one under delivery.</summary>
internal static class Messages
{
    private const string AllSql =
        "select id, channel, version, attempts, opened_at, urgent_at, due_at, body, error from message order by channel, attempts";

    public static List<OutboxMessage> All(Session session) => session.All(AllSql, Read);

    private const string OpenSql =
        """
        insert into message (id, channel, opened_at, urgent_at, body) values (@id, @channel, @now, @urgentAt, @body)
        on conflict do nothing
        """;

    private const string AddSql =
        """
        update message set body = @body, urgent_at = coalesce(urgent_at, @urgentAt), version = version + 1
        where id = @id and version = @version and attempts = 0
        """;

    /// <summary>False when somebody was faster.</summary>
    public static bool Change(Session session, MessageChange change)
    {
        DateTimeOffset? urgentAt = change.IsUrgent ? session.Now : null;
        return change.Read is { } read
            ? session.Execute(AddSql, change.Body.Write(), urgentAt, read.Id, read.Version) > 0
            : session.Execute(OpenSql, change.Id, change.Channel, session.Now, urgentAt, change.Body.Write()) > 0;
    }

    private const string TakeSql =
        """
        update message set attempts = attempts + 1, due_at = @until, version = version + 1
        where id = @id and version = @version and (due_at is null or due_at <= @now)
          and not exists (select 1 from message other where other.channel = message.channel and other.attempts > 0 and other.id <> message.id)
        """;

    private const string FindSql =
        "select id, channel, version, attempts, opened_at, urgent_at, due_at, body, error from message where id = @id";

    public static OutboxMessage? Take(Session session, OutboxMessage message, TimeSpan hold) =>
        session.Execute(TakeSql, session.Now + hold, message.Id, message.Version, session.Now) > 0
            ? session.First(FindSql, Read, message.Id)
            : null;

    private const string DeleteSql = "delete from message where id = @id";

    private const string DeleteHeldSql = "delete from message where id = @id and version = @version";

    private const string RetrySql =
        """
        update message set due_at = @dueAt, error = @error, version = version + 1
        where id = @id and version = @version
        """;

    public static bool End(Session session, OutboxMessage message, DeliveryEnd end)
    {
        bool ended = end switch
        {
            { Error: null } => session.Execute(DeleteSql, message.Id) > 0,
            { RetryIn: { } wait } => session.Execute(RetrySql, session.Now + wait, end.Error, message.Id, message.Version) > 0,
            _ => session.Execute(DeleteHeldSql, message.Id, message.Version) > 0,
        };
        if (ended)
        {
            Channels.Count(session, message.Channel, end);
        }

        return ended;
    }

    private static OutboxMessage Read(SqliteDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetInt64(2),
        row.GetInt32(3),
        row.Instant(4),
        row.InstantOrNull(5),
        row.InstantOrNull(6),
        Digest.Read(row.GetString(7)))
    {
        Error = row.TextOrNull(8),
    };
}
