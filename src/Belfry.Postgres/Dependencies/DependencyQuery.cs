using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Who follows whom, and what waits, for people.</summary>
internal static class DependencyQuery
{
    private const string NearSql =
        """
        with recursive above (name, steps) as (
          select $1 collate "C", 0
          union
          select upstream, steps + 1 from belfry.dependency join above on dependency.downstream = above.name where steps < $2),
        below (name, steps) as (
          select $1 collate "C", 0
          union
          select downstream, steps + 1 from belfry.dependency join below on dependency.upstream = below.name where steps < $2)
        select upstream, downstream from belfry.dependency where downstream in (select name from above where steps < $2)
        union
        select upstream, downstream from belfry.dependency where upstream in (select name from below where steps < $2)
        limit 1000
        """;

    public static async ValueTask<IReadOnlyList<JobDependency>> Near(Session session, string job, int depth) =>
        await session.All(NearSql, row => new JobDependency(row.GetString(0), row.GetString(1)), Text(job), Int(depth));

    private const string WaitingSql =
        """
        select due, upstream, state, run, detail, held from belfry.follow
        where job = $1 and last_due = due and due in (
          select distinct due from belfry.follow where job = $1 and due between $2 and $3 and last_due = due order by due limit $4)
        order by due, upstream
        """;

    public static async ValueTask<IReadOnlyList<WaitingTick>> Waiting(
        Session session, string job, DateTimeOffset from, DateTimeOffset to, int limit) =>
    [
        .. (await session.All(
            WaitingSql,
            row => (
                Due: row.Instant(0),
                Known: new KnownUpstream(row.GetString(1), Words<RunState>.Value(row.GetString(2)), row.IdOrNull(3), row.TextOrNull(4)),
                Held: row.Flag(5)),
            Text(job),
            Instant(from),
            Instant(to),
            Int(limit)))
            .GroupBy(row => row.Due)
            .Select(tick => new WaitingTick(tick.Key, [.. tick.Select(row => row.Known)], tick.First().Held)),
    ];
}
