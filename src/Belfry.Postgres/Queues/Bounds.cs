using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Limits as stored, with their token buckets.</summary>
internal static class Bounds
{
    private const string ShareSql = "select belfry.share_bounds()";

    /// <summary>Until the transaction is over nobody changes a limit or a pause; what is read from now on is how they are.</summary>
    public static async ValueTask Share(Session session) => await session.Execute(ShareSql);

    private const string ChangeSql = "select belfry.change_bounds()";

    /// <summary>Waits for the claims and inserts that are under way; those that come wait for this transaction.</summary>
    public static async ValueTask BeginChange(Session session) => await session.Execute(ChangeSql);

    private const string AllSql = "select scope, name, running, starts, per, full_at from belfry.bound order by scope, name";

    public static ValueTask<List<Bound>> All(Session session) => session.All(AllSql, Read);

    private const string LockSql =
        """
        select scope, name, running, starts, per, full_at from belfry.bound
        where (scope, name) in (select * from unnest($1, $2))
        order by scope, name
        for update
        """;

    /// <summary>Those of these limits that are set. Until the transaction is over nobody else claims under them.</summary>
    public static ValueTask<List<Bound>> Lock(Session session, IReadOnlyCollection<(LimitScope Scope, string Name)> limits) => session.All(
        LockSql, Read, Texts(limits.Select(limit => Words<LimitScope>.Of(limit.Scope))), Texts(limits.Select(limit => limit.Name)));

    private const string TagsSql = "select name from belfry.bound where scope = 'tag'";

    public static async ValueTask<IReadOnlyCollection<string>> LimitedTags(Session session) =>
        await session.All(TagsSql, row => row.GetString(0));

    private const string SetSql =
        """
        insert into belfry.bound (scope, name, running, starts, per) values ($1, $2, $3, $4, $5)
        on conflict (scope, name) do update set running = excluded.running, starts = excluded.starts, per = excluded.per
        """;

    private const string RemoveSql = "delete from belfry.bound where scope = $1 and name = $2";

    /// <summary>What a bucket has given out stays given out: setting the limit again is no way around it.</summary>
    public static async ValueTask Set(Session session, Limit limit)
    {
        var (scope, policy) = (Words<LimitScope>.Of(limit.Scope), limit.Policy);
        if (policy.IsNone)
        {
            await session.Execute(RemoveSql, Text(scope), Text(limit.Name));
        }
        else
        {
            await session.Execute(SetSql, Text(scope), Text(limit.Name), Int(policy.Running), Int(policy.Starts), Span(policy.Per));
        }
    }

    private const string ExistsSql = "select 1 from belfry.bound where scope = 'job' and name = $1";

    /// <summary>Whether the job has a limit of its own.</summary>
    public static ValueTask<bool> Exists(Session session, string job) => session.Any(ExistsSql, Text(job));

    private const string DropSql =
        """
        delete from belfry.bound
        where scope = 'job' and name = $1 and not exists (select 1 from belfry.live where live.job = $1 and not dry_run)
        """;

    /// <summary>Forgets the limit of a deleted job, unless runs of it are still under it.</summary>
    public static async ValueTask Drop(Session session, string job) => await session.Execute(DropSql, Text(job));

    private const string TakenSql = "update belfry.bound set full_at = $3 where scope = $1 and name = $2";

    public static async ValueTask Keep(Session session, Bound bound) => await session.Execute(
        TakenSql, Text(Words<LimitScope>.Of(bound.Limit.Scope)), Text(bound.Limit.Name), Instant(bound.FullAt));

    // Locked in the order of their ids, as ends lock theirs.
    private const string MoveSql =
        """
        with moved as materialized (
          select live.id, move.lane
          from unnest($1, $2) as move (job, lane)
          join belfry.live on live.job = move.job and not live.dry_run and live.lane <> move.lane
          order by live.id
          for no key update of live)
        update belfry.live set lane = moved.lane from moved where live.id = moved.id
        """;

    /// <summary>Moves the live runs of jobs to the lanes of their definitions. Running ones too: they count.</summary>
    public static async ValueTask MoveRuns(Session session, IEnumerable<JobDefinition> definitions)
    {
        await session.TakeLong();
        var tags = await LimitedTags(session);
        var jobs = definitions.ToList();
        await session.Execute(
            MoveSql, Texts(jobs.Select(job => job.Name)), Texts(jobs.Select(job => RunLane.Of(job, tags))));
    }

    private static Bound Read(Npgsql.NpgsqlDataReader row) => new(
        new Limit(
            Words<LimitScope>.Value(row.GetString(0)),
            row.GetString(1),
            new LimitPolicy(row.IntOrNull(2), row.IntOrNull(3), row.SpanOrNull(4))),
        row.InstantOrNull(5));
}
