using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Limits as stored, with their token buckets.</summary>
internal static class Bounds
{
    private const string AllSql = "select scope, name, running, starts, per, full_at from bound order by scope, name";

    public static List<Bound> All(Session session) => session.All(AllSql, Read);

    private const string TagsSql = "select name from bound where scope = 'tag'";

    public static IReadOnlyCollection<string> LimitedTags(Session session) => session.All(TagsSql, row => row.GetString(0));

    private const string SetSql =
        """
        insert into bound (scope, name, running, starts, per) values (@scope, @name, @running, @starts, @per)
        on conflict (scope, name) do update set running = excluded.running, starts = excluded.starts, per = excluded.per
        """;

    private const string RemoveSql = "delete from bound where scope = @scope and name = @name";

    /// <summary>What a bucket has given out stays given out: setting the limit again is no way around it.</summary>
    public static void Set(Session session, Limit limit)
    {
        var (scope, policy) = (Words<LimitScope>.Of(limit.Scope), limit.Policy);
        if (policy.IsNone)
        {
            session.Execute(RemoveSql, scope, limit.Name);
        }
        else
        {
            session.Execute(SetSql, scope, limit.Name, policy.Running, policy.Starts, policy.Per);
        }
    }

    private const string DropSql =
        """
        delete from bound
        where scope = 'job' and name = @job and not exists (select 1 from live where job = @job and dry_run = 0)
        """;

    /// <summary>Forgets the limit of a deleted job, unless runs of it are still under it.</summary>
    public static void Drop(Session session, string job) => session.Execute(DropSql, job);

    private const string TakenSql = "update bound set full_at = @fullAt where scope = @scope and name = @name";

    public static void Keep(Session session, Bound bound) =>
        session.Execute(TakenSql, bound.FullAt, Words<LimitScope>.Of(bound.Limit.Scope), bound.Limit.Name);

    private const string MoveSql = "update live set lane = @lane where job = @job and dry_run = 0";

    /// <summary>Moves the job's live runs to the lane of its definition. Running ones too: they count.</summary>
    public static void MoveRuns(Session session, JobDefinition definition) =>
        session.Execute(MoveSql, RunLane.Of(definition, LimitedTags(session)), definition.Name);

    private static Bound Read(SqliteDataReader row) => new(
        new Limit(
            Words<LimitScope>.Value(row.GetString(0)),
            row.GetString(1),
            new LimitPolicy(row.IntOrNull(2), row.IntOrNull(3), row.SpanOrNull(4))),
        row.InstantOrNull(5));
}
