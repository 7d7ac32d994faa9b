using Belfry.Storage;

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
}
