using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Counts of finished runs. Whoever finishes only appends to <c>rollup_delta</c>; this adds it up.</summary>
internal static class Rollups
{
    /// <summary>The job name under which all jobs together are counted.</summary>
    public const string AllJobs = "";

    // Another node that is at it has its own rows; whatever is left is added up the next time. In one order, so that two
    // nodes do not wait for each other in a circle.
    private const string FoldSql =
        """
        with deltas as materialized (
          select ctid from belfry.rollup_delta limit $1 for update skip locked),
        taken as (
          delete from belfry.rollup_delta where ctid = any (array(select ctid from deltas)) returning *),
        folded as (
          insert into belfry.rollup (job, hour, state, bucket, n, total_ms)
          select counted.job, hour, state, bucket, sum(n), sum(total_ms)
          from taken cross join lateral (values (taken.job), ('')) counted (job)
          group by 1, 2, 3, 4 order by 1, 2, 3, 4
          on conflict (job, hour, state, bucket) do update
          set n = rollup.n + excluded.n, total_ms = rollup.total_ms + excluded.total_ms),
        tallied as (
          insert into belfry.tally (job, ok, n)
          select job, state = 'succeeded', sum(n) from taken group by 1, 2 order by 1, 2
          on conflict (job, ok) do update set n = tally.n + excluded.n)
        select count(*) from taken
        """;

    /// <summary>How many rows were added up; less than <paramref name="limit"/> when nothing is left.</summary>
    public static async ValueTask<int> Fold(Session session, int limit) => (int)(await session.Number(FoldSql, Int(limit)))!.Value;
}
