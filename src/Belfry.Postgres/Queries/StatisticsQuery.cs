using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Figures from roll-ups and from the small tables.</summary>
internal static class StatisticsQuery
{
    // What is not folded yet says its job only; all jobs together are the sum.
    private const string BucketsSql =
        """
        select hour, state, bucket, sum(n)::bigint, sum(total_ms)::bigint
        from (
          select hour, state, bucket, n, total_ms from belfry.rollup where job = $1 and hour between $2 and $3
          union all
          select hour, state, bucket, n, total_ms from belfry.rollup_delta where $1 in (job, '') and hour between $2 and $3) part
        group by hour, state, bucket
        order by hour, state, bucket
        """;

    public static async ValueTask<RunStatistics> Statistics(Session session, string? job, DateTimeOffset from, DateTimeOffset to)
    {
        var firstHour = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        return new RunStatistics(await session.All(
            BucketsSql,
            row => new StatisticsBucket(
                row.Instant(0), Words<RunState>.Value(row.GetString(1)), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4)),
            Text(job ?? Rollups.AllJobs),
            Instant(firstHour),
            Instant(to)));
    }

    // Ready, delayed and later runs are told apart by their instant: a look ahead makes runs ready before it. The clock is read
    // once and not for each row.
    private const string TotalsSql =
        """
        with clock as materialized (select belfry.now() as now)
        select jobs.*, live.*
        from (
          select count(*), count(*) filter (where enabled), count(*) filter (where pause is not null) from belfry.job) jobs,
        (
          select count(*) filter (where waits and available_at > now and not retrying),
                 count(*) filter (where waits and available_at > now and retrying),
                 count(*) filter (where waits and available_at <= now or state = 3),
                 count(*) filter (where state = 1)
          from (select state in (0, 2, 4) as waits, state, available_at, retrying, now from belfry.live cross join clock) runs) live
        """;

    public static async ValueTask<StoreTotals> Totals(Session session) => (await session.First(
        TotalsSql,
        row => new StoreTotals(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetInt64(2),
            Scheduled: row.GetInt64(3),
            Queued: row.GetInt64(5),
            Running: row.GetInt64(6),
            Retrying: row.GetInt64(4))))!;
}
