using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Dead letters by cause. Causes are found by stepping through an index from one to the next, never by a scan.</summary>
internal static class DeadCauses
{
    private const string LikeSql =
        """
        with recursive cause as (
          select (select min(fingerprint) from belfry.dead where fingerprint >= $1) as mark
          union all
          select (select min(fingerprint) from belfry.dead where fingerprint > cause.mark)
          from cause where starts_with(mark, $1))
        select mark from cause where starts_with(mark, $1)
        """;

    /// <summary>The fingerprints that begin so.</summary>
    public static async ValueTask<List<string>> Like(Session session, string prefix) =>
        await session.All(LikeSql, row => row.GetString(0), Text(prefix));

    private const string AfterSql =
        """
        with recursive cause as (
          select (select min(fingerprint) from belfry.dead where fingerprint > $1) as mark
          union all
          select (select min(fingerprint) from belfry.dead where fingerprint > cause.mark) from cause where mark is not null)
        """;

    private const string AfterOfJobSql =
        """
        with recursive cause as (
          select (select min(fingerprint) from belfry.dead where job = $2 and fingerprint > $1) as mark
          union all
          select (select min(fingerprint) from belfry.dead where job = $2 and fingerprint > cause.mark) from cause where mark is not null)
        """;

    private const string GroupsSql =
        """
        select mark, counted.n, counted.jobs, last.error_type, last.error_message, first.died_at, last.died_at
        from cause
        cross join lateral (
          select count(*)::integer as n, array_agg(distinct job order by job) as jobs from (
            select job from belfry.dead
            where fingerprint = mark and died_at >= $3 and ($2::text is null or job = $2) order by seq desc limit $5) letter) counted
        cross join lateral (
          select died_at from belfry.dead
          where fingerprint = mark and died_at >= $3 and ($2::text is null or job = $2) order by seq limit 1) first
        cross join lateral (
          select died_at, error_type, error_message from belfry.dead
          where fingerprint = mark and ($2::text is null or job = $2) order by seq desc limit 1) last
        where starts_with(mark, $6)
        limit $4
        """;

    private const string AllGroupsSql = $"{AfterSql}\n{GroupsSql}";
    private const string GroupsOfJobSql = $"{AfterOfJobSql}\n{GroupsSql}";

    public static async ValueTask<IReadOnlyList<DeadGroup>> Groups(Session session, DeadQuery query)
    {
        var groups = await session.All(
            query.Job is null ? AllGroupsSql : GroupsOfJobSql,
            row => new DeadGroup(
                row.GetString(0),
                row.GetInt32(1),
                [.. row.GetFieldValue<string[]>(2).Take(DeadGroup.MostJobs)],
                new RunError(row.GetString(3), row.GetString(4), null, row.GetString(0)),
                row.Instant(5),
                row.Instant(6)),
            Text(query.Cursor ?? ""),
            Text(query.Job),
            Instant(query.Since ?? DateTimeOffset.MinValue),
            Int(query.Limit),
            Int(DeadGroup.MostCounted),
            Text(query.Fingerprint ?? ""));
        return [.. groups.OrderByDescending(group => group.LastAt)];
    }
}
