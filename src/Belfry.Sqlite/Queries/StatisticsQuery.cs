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

    // Each is the length of a small index.
    private const string LiveSql =
        """
        select (select count(*) from live where state = 0),
               (select count(*) from live where state = 1),
               (select count(*) from live where state = 2 and available_at > @now and not retrying),
               (select count(*) from live where state = 2 and available_at > @now and retrying),
               (select count(*) from live where state = 2 and available_at <= @now),
               (select count(*) from live where state = 4 and available_at > @now),
               (select count(*) from live where state = 4 and available_at <= @now),
               (select count(*) from live where state = 3)
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
            Scheduled: live.GetInt64(2) + live.GetInt64(5),
            Queued: live.GetInt64(0) + live.GetInt64(4) + live.GetInt64(6) + live.GetInt64(7),
            Running: live.GetInt64(1),
            Retrying: live.GetInt64(3));
    }
}
