using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Jobs that ask to be told of.</summary>
internal static class Watches
{
    private const string SetSql =
        """
        insert into watch (job, policy) values (@job, @policy)
        on conflict (job) do update set policy = excluded.policy, version = version + 1 where policy <> excluded.policy
        """;

    private const string RemoveSql = "delete from watch where job = @job";

    /// <summary>A job was saved.</summary>
    public static void Follow(Session session, JobDefinition job)
    {
        if (job.Notify is { } policy)
        {
            session.Execute(SetSql, job.Name, NotifyJson.WriteText(policy));
        }
        else
        {
            session.Execute(RemoveSql, job.Name);
        }
    }

    private const string DropSql =
        """
        delete from watch
        where job = @job and not exists (select 1 from live where job = @job) and not exists (select 1 from event where job = @job)
        """;

    /// <summary>A job was deleted; while something of it is under way people are still told.</summary>
    public static void Drop(Session session, string job) => session.Execute(DropSql, job);

    private const string FindSql = "select job, policy, state, version from watch where job = @job";

    public static Watch? Find(Session session, string job) => session.First(
        FindSql, row => new Watch(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.GetInt64(3)), job);

    private const string ChangeSql =
        """
        update watch set state = @state, unwell = @unwell, version = version + 1
        where job = @job and version = @version
        """;

    /// <summary>False when somebody was faster.</summary>
    public static bool Change(Session session, WatchChange change) =>
        session.Execute(ChangeSql, change.State, change.IsUnwell, change.Read.Job, change.Read.Version) > 0;
}
