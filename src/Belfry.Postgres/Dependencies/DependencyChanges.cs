using Belfry.Jobs;
using Belfry.Policies.Dependencies;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Who follows whom, kept with the definitions.</summary>
internal static class DependencyChanges
{
    // Two who save at once could each make one half of a circle.
    private const string LockSql = "select pg_advisory_xact_lock(1114403450)";

    /// <summary>Before the job's row is locked.</summary>
    public static async ValueTask Begin(Session session, JobDefinition? before, JobDefinition after)
    {
        if (after.After.Count > 0 && IsChange(before, after))
        {
            await session.Execute(LockSql);
        }
    }

    private const string ForgetSql = "delete from belfry.dependency where downstream = $1";
    private const string InsertSql = "insert into belfry.dependency (upstream, downstream) select unnest($2), $1";

    /// <summary>A job was saved.</summary>
    /// <exception cref="JobInvalidException">It follows a job that does not exist, or makes a circle.</exception>
    public static async ValueTask Follow(Session session, JobDefinition? before, JobDefinition after)
    {
        if (IsChange(before, after))
        {
            await session.Execute(ForgetSql, Text(after.Name));
            await session.Execute(InsertSql, Text(after.Name), Texts(after.After));
        }

        if (after.After.Count > 0 && AfterRules.Problems(after, await Graph(session, after.Name)) is { Count: > 0 } problems)
        {
            throw new JobInvalidException(problems);
        }

        await Followers.LookAgain(session, [after.Name]);
    }

    private const string ForgetTicksSql = "delete from belfry.follow where job = $1";

    /// <summary>A job was deleted. Those that follow it keep its name: it may be made again.</summary>
    public static async ValueTask Drop(Session session, string job)
    {
        await session.Execute(ForgetSql, Text(job));
        await session.Execute(ForgetTicksSql, Text(job));
        await Followers.LookAgain(session, [job]);
    }

    private const string AboveSql =
        """
        with recursive above (name) as (
          select $1 collate "C"
          union
          select upstream from belfry.dependency join above on dependency.downstream = above.name)
        select above.name, dependency.upstream
        from above join belfry.job on job.name = above.name
        left join belfry.dependency on dependency.downstream = above.name
        order by dependency.upstream
        """;

    private static async ValueTask<DependencyGraph> Graph(Session session, string job) => new(
        (await session.All(AboveSql, row => (Job: row.GetString(0), Upstream: row.TextOrNull(1)), Text(job)))
            .GroupBy(edge => edge.Job)
            .ToDictionary(edges => edges.Key, edges => (IReadOnlyList<string>)[.. edges.Select(edge => edge.Upstream).OfType<string>()]));

    // A job of that name may have been deleted, but what it followed went with it.
    private static bool IsChange(JobDefinition? before, JobDefinition after) => !(before?.After ?? []).SequenceEqual(after.After);
}
