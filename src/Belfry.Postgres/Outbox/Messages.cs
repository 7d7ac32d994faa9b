using Belfry.Notifications;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Messages that wait: of each channel one that gathers notices, and one under delivery.</summary>
internal static class Messages
{
    private const string Columns = "id, channel, version, attempts, opened_at, urgent_at, due_at, body::text, error";

    private const string AllSql = $"select {Columns} from belfry.message order by channel, attempts";

    public static ValueTask<List<OutboxMessage>> All(Session session) => session.All(AllSql, Read);

    private const string LockSql =
        """
        select 1 from unnest($1, $2) as read (id, version)
        join belfry.message on message.id = read.id and message.version = read.version and message.attempts = 0
        order by message.id
        for update of message
        """;

    private const string OthersSql = "select 1 from belfry.message where channel = any ($1) and attempts = 0";

    /// <summary>Whether the messages are as they were read, and new ones are their channels' only open ones.</summary>
    public static async ValueTask<bool> Lock(Session session, IReadOnlyCollection<MessageChange> changes)
    {
        var known = changes.Where(change => change.Read is not null).ToList();
        var opened = changes.Where(change => change.Read is null).ToList();
        return (known.Count == 0 || (await session.All(
                LockSql,
                _ => true,
                Ids(known.Select(change => change.Read!.Id)),
                Numbers(known.Select(change => change.Read!.Version)))).Count == known.Count)
            && (opened.Count == 0 || !await session.Any(OthersSql, Texts(opened.Select(change => change.Channel))));
    }

    private const string WriteSql =
        """
        insert into belfry.message (id, channel, opened_at, urgent_at, body)
        select id, channel, clock.now, case when urgent then clock.now end, body
        from (select belfry.now() as now) clock, unnest($1, $2, $3, $4) as change (id, channel, urgent, body)
        on conflict (id) do update
        set body = excluded.body, urgent_at = coalesce(message.urgent_at, excluded.urgent_at), version = message.version + 1
        """;

    public static async ValueTask Write(Session session, IReadOnlyCollection<MessageChange> changes)
    {
        if (changes.Count > 0)
        {
            await session.Execute(
                WriteSql,
                Ids(changes.Select(change => change.Id)),
                Texts(changes.Select(change => change.Channel)),
                Flags(changes.Select(change => change.IsUrgent)),
                Jsons(changes.Select(change => change.Body.Write())));
        }
    }

    private const string TakeSql =
        $"""
        update belfry.message set attempts = attempts + 1, due_at = belfry.now() + $3, version = version + 1
        where id = $1 and version = $2 and (due_at is null or due_at <= belfry.now())
          and not exists (
            select 1 from belfry.message other where other.channel = message.channel and other.attempts > 0 and other.id <> message.id)
        returning {Columns}
        """;

    public static ValueTask<OutboxMessage?> Take(Session session, OutboxMessage message, TimeSpan hold) =>
        session.First(TakeSql, Read, Id(message.Id), Number(message.Version), Span(hold));

    private const string DeleteSql = "delete from belfry.message where id = $1";

    private const string DeleteHeldSql = "delete from belfry.message where id = $1 and version = $2";

    private const string RetrySql =
        "update belfry.message set due_at = belfry.now() + $3, error = $4, version = version + 1 where id = $1 and version = $2";

    public static async ValueTask<bool> End(Session session, OutboxMessage message, DeliveryEnd end)
    {
        int ended = end switch
        {
            { Error: null } => await session.Execute(DeleteSql, Id(message.Id)),
            { RetryIn: { } wait } => await session.Execute(RetrySql, Id(message.Id), Number(message.Version), Span(wait), Text(end.Error)),
            _ => await session.Execute(DeleteHeldSql, Id(message.Id), Number(message.Version)),
        };
        if (ended > 0)
        {
            await Channels.Count(session, message.Channel, end);
        }

        return ended > 0;
    }

    private static OutboxMessage Read(NpgsqlDataReader row) => new(
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
