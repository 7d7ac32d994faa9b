using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Paused queues.</summary>
internal static class Pauses
{
    // What a pause of everything is stored under: no queue has an empty name.
    private const string Everything = "";

    private const string NowSql =
        "select queue, reason, asked_by, since, until from queue_pause where until is null or until > @now order by queue";

    /// <summary>Those that hold now.</summary>
    public static IReadOnlyList<QueuePause> Now(Session session) => session.All(
        NowSql,
        row => new QueuePause(
            row.GetString(0) is var queue and not Everything ? queue : null,
            row.GetString(1),
            row.GetString(2),
            row.Instant(3),
            row.InstantOrNull(4)),
        session.Now);

    private const string SetSql =
        """
        insert into queue_pause (queue, reason, asked_by, since, until) values (@queue, @reason, @by, @now, @until)
        on conflict (queue) do update
        set reason = excluded.reason, asked_by = excluded.asked_by, since = excluded.since, until = excluded.until
        """;

    public static bool Set(Session session, QueuePause pause) =>
        session.Execute(SetSql, pause.Queue ?? Everything, pause.Reason, pause.By, session.Now, pause.Until) > 0;

    private const string EndSql = "delete from queue_pause where queue = @queue returning until is null or until > @now";

    public static bool End(Session session, string? queue) =>
        session.Number(EndSql, queue ?? Everything, session.Now) is 1;
}
