using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>The recorded outcomes of a job's ticks.</summary>
internal static class TickQuery
{
    private const string LiveSql =
        $"""
        select {RunRows.LiveColumns} from {RunRows.LiveJoin}
        where live.job = @job and live.trigger in ('schedule', 'dependency') and live.due between @from and @to
        order by live.due limit @limit
        """;

    private const string HistorySql =
        $"""
        select {RunRows.HistoryColumns} from history indexed by history_tick
        where job = @job and trigger = 'schedule' and due between @from and @to
        order by due limit @limit
        """;

    private const string FollowedSql =
        $"""
        select {RunRows.HistoryColumns} from history indexed by history_dependency
        where job = @job and trigger = 'dependency' and due between @from and @to
        order by due limit @limit
        """;

    // A span that begins before the window may reach into it; spans of one job do not overlap, so only the last can.
    private const string SkipSql =
        """
        select first_due, last_due, count, reason, detail, run from skip
        where job = @job and last_due >= @from and first_due <= @to
          and first_due >= coalesce((select max(first_due) from skip where job = @job and first_due <= @from), @from)
        order by first_due limit @limit
        """;

    public static IReadOnlyList<TickRecord> Ticks(
        Session session, string job, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        IEnumerable<TickRecord> recorded =
        [
            .. session.All(LiveSql, Run, session.Now, job, from, to, limit),
            .. session.All(HistorySql, Run, job, from, to, limit),
            .. session.All(FollowedSql, Run, job, from, to, limit),
            .. session.All(SkipSql, Skipped, job, from, to, limit),
        ];
        return [.. recorded.OrderBy(tick => tick.Due).Take(limit)];
    }

    private static TickRecord Run(SqliteDataReader row) => new(RunRows.Read(row), null, null);

    private static TickRecord Skipped(SqliteDataReader row) => new(
        null,
        new SkippedTicks(
            row.Instant(0),
            row.Instant(1),
            row.GetInt64(2),
            Words<SkipReason>.Value(row.GetString(3)),
            row.TextOrNull(4)),
        row.IdOrNull(5));
}
