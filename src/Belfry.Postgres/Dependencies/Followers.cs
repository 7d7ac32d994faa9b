using Belfry.Policies.Dependencies;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Tells jobs what became of a tick of a job that they follow; <see cref="Following"/> then decides theirs.</summary>
internal static class Followers
{
    /// <summary>
    /// Of a statement that moves runs to history: the last of its parts, which has them in <c>gone</c>. A later run for the same
    /// tick says more than an earlier one. "offset 0" keeps the planner from reading all dependencies for a few runs; where there are
    /// none, no run is looked at.
    /// </summary>
    public const string Heard =
        """
        ,
        heard as (
          insert into belfry.follow (job, due, last_due, upstream, count, state, run, heard_at, fresh)
          select distinct on (downstream, due, gone.job) downstream, due, due, gone.job, 1, outcome, gone.id, (select belfry.now()), true
          from gone cross join lateral (
            select downstream from belfry.dependency where dependency.upstream = gone.job offset 0) follower
          where (select exists (select 1 from belfry.dependency)) and not dry_run
          order by downstream, due, gone.job, finished_at desc, seq desc
          on conflict (job, due, last_due, upstream) do update
          set state = excluded.state, run = excluded.run, detail = null, heard_at = excluded.heard_at, fresh = true)
        """;

    /// <summary>Whether a job follows that of a row of <c>gone</c>.</summary>
    public const string HasSome =
        "((select exists (select 1 from belfry.dependency)) and exists (select 1 from belfry.dependency where dependency.upstream = gone.job))";

    private const string SkippedSql =
        """
        insert into belfry.follow (job, due, last_due, upstream, count, state, detail, definition, heard_at, fresh)
        select downstream, first_due, last_due, upstream, count, 'skipped', detail,
               case when count > 1 then coalesce(skip.definition, (select definition from belfry.job where name = skip.job)) end,
               belfry.now(), true
        from unnest($1, $2, $3, $4, $5, $6) as skip (job, first_due, last_due, count, detail, definition)
        join belfry.dependency on dependency.upstream = skip.job
        order by downstream, first_due, last_due, upstream
        on conflict (job, due, last_due, upstream) do update
        set state = excluded.state, run = null, detail = excluded.detail, heard_at = excluded.heard_at, fresh = true
        """;

    public static async ValueTask Skipped(Session session, IReadOnlyCollection<Skip> skips) => await session.Execute(
        SkippedSql,
        Texts(skips.Select(skip => skip.Job)),
        Instants(skips.Select(skip => skip.Ticks.First)),
        Instants(skips.Select(skip => skip.Ticks.Last)),
        Numbers(skips.Select(skip => skip.Ticks.Count)),
        Texts(skips.Select(skip => SkipText.DidNotRun(skip.Ticks.Reason, skip.Ticks.Detail))),
        Numbers(skips.Select(skip => skip.Definition)));

    private const string LookAgainSql =
        """
        with recursive below (name) as (
          select unnest($1) collate "C"
          union
          select downstream from belfry.dependency join below on dependency.upstream = below.name)
        update belfry.follow set fresh = true where job in (select name from below) and not fresh
        """;

    /// <summary>These jobs have changed: what waits for them, or at them, is decided anew.</summary>
    public static async ValueTask LookAgain(Session session, IReadOnlyCollection<string> jobs) =>
        await session.Execute(LookAgainSql, Texts(jobs));
}
