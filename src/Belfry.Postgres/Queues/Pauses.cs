using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Paused queues.</summary>
internal static class Pauses
{
    // What a pause of everything is stored under: no queue has an empty name.
    private const string Everything = "";

    private const string NowSql =
        "select queue, reason, asked_by, since, until from belfry.queue_pause where until is null or until > belfry.now() order by queue";

    /// <summary>Those that hold now.</summary>
    public static async ValueTask<IReadOnlyList<QueuePause>> Now(Session session) => await session.All(
        NowSql,
        row => new QueuePause(
            row.GetString(0) is var queue and not Everything ? queue : null,
            row.GetString(1),
            row.GetString(2),
            row.Instant(3),
            row.InstantOrNull(4)));

    private const string SetSql =
        """
        insert into belfry.queue_pause (queue, reason, asked_by, since, until) values ($1, $2, $3, belfry.now(), $4)
        on conflict (queue) do update
        set reason = excluded.reason, asked_by = excluded.asked_by, since = excluded.since, until = excluded.until
        """;

    /// <summary>No claim that has not seen the pause is under way when it is set.</summary>
    public static async ValueTask<bool> Set(Session session, QueuePause pause)
    {
        await Bounds.BeginChange(session);
        return await session.Execute(
            SetSql, Text(pause.Queue ?? Everything), Text(pause.Reason), Text(pause.By), Instant(pause.Until)) > 0;
    }

    private const string EndSql = "delete from belfry.queue_pause where queue = $1 returning until is null or until > belfry.now()";

    public static ValueTask<bool> End(Session session, string? queue) =>
        session.First(EndSql, row => row.Flag(0), Text(queue ?? Everything));
}
