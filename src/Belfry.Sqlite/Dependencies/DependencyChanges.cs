using Belfry.Jobs;
using Belfry.Policies.Dependencies;

namespace Belfry.Sqlite;

/// <summary>Who follows whom, kept with the definitions.</summary>
internal static class DependencyChanges
{
    private const string ForgetSql = "delete from dependency where downstream = @job";
    private const string InsertSql = "insert into dependency (upstream, downstream) values (@upstream, @job)";

    /// <summary>A job was saved.</summary>
    /// <exception cref="JobInvalidException">It follows a job that does not exist, or makes a circle.</exception>
    public static void Follow(Session session, JobDefinition? before, JobDefinition after)
    {
        var names = after.After;
        if (before is null || !before.After.SequenceEqual(names))
        {
            session.Execute(ForgetSql, after.Name);
            foreach (string upstream in names)
            {
                session.Execute(InsertSql, upstream, after.Name);
            }
        }

        if (names.Count > 0 && AfterRules.Problems(after, Graph(session, after.Name)) is { Count: > 0 } problems)
        {
            throw new JobInvalidException(problems);
        }

        Followers.LookAgain(session, after.Name);
        Following.Decide(session);
    }

    private const string ForgetTicksSql = "delete from follow where job = @job";

    /// <summary>A job was deleted. Those that follow it keep its name: it may be made again.</summary>
    public static void Drop(Session session, string job)
    {
        session.Execute(ForgetSql, job);
        session.Execute(ForgetTicksSql, job);
        Followers.LookAgain(session, job);
        Following.Decide(session);
    }

    private const string AboveSql =
        """
        with recursive above (name) as (
          select @job
          union
          select upstream from dependency join above on dependency.downstream = above.name)
        select above.name, dependency.upstream
        from above join job on job.name = above.name
        left join dependency on dependency.downstream = above.name
        order by dependency.upstream
        """;

    private static DependencyGraph Graph(Session session, string job) => new(
        session.All(AboveSql, row => (Job: row.GetString(0), Upstream: row.TextOrNull(1)), job)
            .GroupBy(edge => edge.Job)
            .ToDictionary(edges => edges.Key, edges => (IReadOnlyList<string>)[.. edges.Select(edge => edge.Upstream).OfType<string>()]));
}
