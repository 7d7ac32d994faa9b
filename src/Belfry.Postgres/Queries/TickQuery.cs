using Belfry.Runs;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>The recorded outcomes of a job's ticks.</summary>
internal static class TickQuery
{
    private const string LiveSql =
        $"""
        select {RunRows.LiveColumns} from {RunRows.LiveJoin}
        where live.job = $1 and live.trigger in ('schedule', 'dependency') and live.due between $2 and $3
        order by live.due limit $4
        """;

    private const string HistorySql =
        $"""
        select {RunRows.HistoryColumns} from belfry.history
        where job = $1 and trigger = 'schedule' and due between $2 and $3
        order by due limit $4
        """;

    private const string FollowedSql =
        $"""
        select {RunRows.HistoryColumns} from belfry.history
        where job = $1 and trigger = 'dependency' and due between $2 and $3
        order by due limit $4
        """;

    // A span that begins before the window may reach into it; spans of one job do not overlap, so only the last can.
    private const string SkipSql =
        """
        select first_due, last_due, count, reason, detail, run from belfry.skip
        where job = $1 and last_due >= $2 and first_due <= $3
          and first_due >= coalesce((select max(first_due) from belfry.skip where job = $1 and first_due <= $2), $2)
        order by first_due limit $4
        """;

    public static async ValueTask<IReadOnlyList<TickRecord>> Ticks(
        Session session, string job, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        NpgsqlParameter[] Window() => [Text(job), Instant(from), Instant(to), Int(limit)];
        IEnumerable<TickRecord> recorded =
        [
            .. await session.All(LiveSql, Run, Window()),
            .. await session.All(HistorySql, Run, Window()),
            .. await session.All(FollowedSql, Run, Window()),
            .. await session.All(SkipSql, Skipped, Window()),
        ];
        return [.. recorded.OrderBy(tick => tick.Due).Take(limit)];
    }

    private static TickRecord Run(NpgsqlDataReader row) => new(RunRows.Read(row), null, null);

    private static TickRecord Skipped(NpgsqlDataReader row) => new(
        null,
        new SkippedTicks(
            row.Instant(0),
            row.Instant(1),
            row.GetInt64(2),
            Words<SkipReason>.Value(row.GetString(3)),
            row.TextOrNull(4)),
        row.IdOrNull(5));
}
