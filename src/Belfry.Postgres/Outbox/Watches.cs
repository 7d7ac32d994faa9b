using Belfry.Jobs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Jobs that ask to be told of.</summary>
internal static class Watches
{
    private const string SetSql =
        """
        insert into belfry.watch (job, policy) values ($1, $2)
        on conflict (job) do update set policy = excluded.policy, version = watch.version + 1
        where watch.policy::text <> excluded.policy::text
        """;

    private const string RemoveSql = "delete from belfry.watch where job = $1";

    /// <summary>A job was saved.</summary>
    public static async ValueTask Follow(Session session, JobDefinition? before, JobDefinition after)
    {
        if (after.Notify is { } policy)
        {
            await session.Execute(SetSql, Text(after.Name), Json(NotifyJson.WriteText(policy)));
        }
        else if (before is null or { Notify: not null })
        {
            await session.Execute(RemoveSql, Text(after.Name));
        }
    }

    private const string DropSql =
        """
        delete from belfry.watch
        where job = $1 and not exists (select 1 from belfry.live where live.job = $1)
          and not exists (select 1 from belfry.event where event.job = $1)
        """;

    /// <summary>A job was deleted; while something of it is under way people are still told.</summary>
    public static async ValueTask Drop(Session session, string job) => await session.Execute(DropSql, Text(job));

    private const string FindSql = "select job, policy::text, state::text, version from belfry.watch where job = any ($1)";

    public static ValueTask<List<Watch>> Find(Session session, IEnumerable<string> jobs) => session.All(
        FindSql, row => new Watch(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.GetInt64(3)), Texts(jobs));

    private const string LockSql =
        """
        select 1 from unnest($1, $2) as read (job, version)
        join belfry.watch on watch.job = read.job and watch.version = read.version
        order by watch.job
        for update of watch
        """;

    /// <summary>Whether all of them are as they were read; then nobody else changes them.</summary>
    public static async ValueTask<bool> Lock(Session session, IReadOnlyCollection<WatchChange> changes) => changes.Count == 0
        || (await session.All(
            LockSql,
            _ => true,
            Texts(changes.Select(change => change.Read.Job)),
            Numbers(changes.Select(change => change.Read.Version)))).Count == changes.Count;

    private const string ChangeSql =
        """
        update belfry.watch set state = change.state, unwell = change.unwell, version = version + 1
        from unnest($1, $2, $3) as change (job, state, unwell)
        where watch.job = change.job
        """;

    public static async ValueTask Change(Session session, IReadOnlyCollection<WatchChange> changes)
    {
        if (changes.Count > 0)
        {
            await session.Execute(
                ChangeSql,
                Texts(changes.Select(change => change.Read.Job)),
                Jsons(changes.Select(change => change.State)),
                Flags(changes.Select(change => change.IsUnwell)));
        }
    }
}
