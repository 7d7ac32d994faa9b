using Belfry.Policies.Dependencies;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Tells jobs what became of a tick of a job that they follow; <see cref="Following"/> then decides theirs.</summary>
internal static class Followers
{
    private const string AnySql = "select 1 from dependency limit 1";

    // A later run for the same tick says more than an earlier one.
    private const string EndedSql =
        """
        insert into follow (job, due, last_due, upstream, count, state, run, heard_at, fresh)
        select dependency.downstream, history.due, history.due, dependency.upstream, 1, history.state, history.id, @now, 1
        from dependency join history on history.id = @run
        where dependency.upstream = @job and history.dry_run = 0
        on conflict do update
        set state = excluded.state, run = excluded.run, detail = null, heard_at = excluded.heard_at, fresh = 1
        """;

    /// <param name="runs">Runs that are in history now, and their jobs.</param>
    public static void Ended(Session session, IReadOnlyCollection<(Guid Run, string Job)> runs)
    {
        if (runs.Count == 0 || !session.Any(AnySql))
        {
            return;
        }

        foreach (var (run, job) in runs)
        {
            session.Execute(EndedSql, session.Now, run, job);
        }
    }

    private const string SkippedSql =
        """
        insert into follow (job, due, last_due, upstream, count, state, detail, definition, heard_at, fresh)
        select downstream, @first, @last, upstream, @count, 'skipped', @detail,
               case when @count > 1 then coalesce(@definition, (select definition from job where name = @job)) end, @now, 1
        from dependency
        where upstream = @job
        on conflict do update
        set state = excluded.state, run = null, detail = excluded.detail, heard_at = excluded.heard_at, fresh = 1
        """;

    /// <param name="definition">Whose schedule has the ticks; null for the job's own.</param>
    public static void Skipped(Session session, string job, SkippedTicks ticks, long? definition) => session.Execute(
        SkippedSql,
        ticks.First,
        ticks.Last,
        ticks.Count,
        SkipText.DidNotRun(ticks.Reason, ticks.Detail),
        definition,
        job,
        session.Now);

    private const string LookAgainSql =
        """
        with recursive below (name) as (
          select @job
          union
          select downstream from dependency join below on dependency.upstream = below.name)
        update follow set fresh = 1 where job in (select name from below)
        """;

    /// <summary>The job has changed: what waits for it, or at it, is decided anew.</summary>
    public static void LookAgain(Session session, string job) => session.Execute(LookAgainSql, job);
}
