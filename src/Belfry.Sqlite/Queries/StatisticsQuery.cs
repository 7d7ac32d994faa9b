using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Figures from roll-ups and from the small tables.</summary>
internal static class StatisticsQuery
{
    private const string BucketsSql =
        """
        select hour, state, bucket, n, total_ms from rollup
        where job = @job and hour between @from and @to
        order by hour, state, bucket
        """;

    public static RunStatistics Statistics(Session session, string? job, DateTimeOffset from, DateTimeOffset to)
    {
        var firstHour = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        return new RunStatistics(session.All(
            BucketsSql,
            row => new StatisticsBucket(
                row.Instant(0), Words<RunState>.Value(row.GetString(1)), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4)),
            job ?? Rollups.AllJobs,
            firstHour,
            to));
    }

    private const string JobsSql =
        "select count(*), coalesce(sum(enabled), 0), coalesce(sum(pause is not null), 0) from job";

    // Ready, delayed and later runs are told apart by their instant: a look ahead makes runs ready before it.
    private const string LiveSql =
        """
        select count(case when available_at > @now and not retrying and state in (0, 2, 4) then 1 end),
               count(case when available_at > @now and retrying and state in (0, 2, 4) then 1 end),
               count(case when available_at <= @now and state in (0, 2, 4) or state = 3 then 1 end),
               count(case when state = 1 then 1 end)
        from live
        """;

    public static StoreTotals Totals(Session session)
    {
        using var jobs = session.Query(JobsSql);
        jobs.Read();
        using var live = session.Query(LiveSql, session.Now);
        live.Read();
        return new StoreTotals(
            jobs.GetInt64(0),
            jobs.GetInt64(1),
            jobs.GetInt64(2),
            Scheduled: live.GetInt64(0),
            Queued: live.GetInt64(2),
            Running: live.GetInt64(3),
            Retrying: live.GetInt64(1));
    }
}
