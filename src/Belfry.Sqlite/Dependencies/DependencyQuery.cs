using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Who follows whom, and what waits, for people.</summary>
internal static class DependencyQuery
{
    private const string NearSql =
        """
        with recursive above (name, steps) as (
          select @job, 0
          union
          select upstream, steps + 1 from dependency join above on dependency.downstream = above.name where steps < @depth),
        below (name, steps) as (
          select @job, 0
          union
          select downstream, steps + 1 from dependency join below on dependency.upstream = below.name where steps < @depth)
        select upstream, downstream from dependency where downstream in (select name from above where steps < @depth)
        union
        select upstream, downstream from dependency where upstream in (select name from below where steps < @depth)
        limit 1000
        """;

    public static IReadOnlyList<JobDependency> Near(Session session, string job, int depth) =>
        session.All(NearSql, row => new JobDependency(row.GetString(0), row.GetString(1)), job, depth);

    private const string WaitingSql =
        """
        select due, upstream, state, run, detail, held from follow
        where job = @job and last_due = due and due in (
          select distinct due from follow where job = @job and due between @from and @to and last_due = due order by due limit @limit)
        order by due, upstream
        """;

    public static IReadOnlyList<WaitingTick> Waiting(Session session, string job, DateTimeOffset from, DateTimeOffset to, int limit) =>
    [
        .. session.All(
            WaitingSql,
            row => (
                Due: row.Instant(0),
                Known: new KnownUpstream(row.GetString(1), Words<RunState>.Value(row.GetString(2)), row.IdOrNull(3), row.TextOrNull(4)),
                Held: row.Flag(5)),
            job,
            from,
            to,
            limit)
            .GroupBy(row => row.Due)
            .Select(tick => new WaitingTick(tick.Key, [.. tick.Select(row => row.Known)], tick.First().Held)),
    ];
}
