using Belfry.Locks;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Deletes what retention no longer keeps, one slice a call: whole days by dropping their tables, the rest row by row. The
/// cursor, not the rows, keeps a tick from running twice, so a pruned tick never comes back; <c>ledger_from</c> says from where
/// on the record is whole.
/// </summary>
internal sealed class Pruning(Database database, RetentionPolicy retention, int limit, CancellationToken cancellation)
{
    private static readonly TimeSpan DepartedNodeAge = TimeSpan.FromDays(1);
    private const int FoldedAtOnce = 5_000;

    // One node at a time; the others find nothing to do.
    private const string TurnSql = "select pg_try_advisory_xact_lock(1114403449, 2)";

    private int deleted;

    private int Left => limit - deleted;

    /// <summary>Each step is a transaction of its own. One that is in somebody's way gives up, and is taken the next time.</summary>
    public async ValueTask<int> Run()
    {
        while (await Turn(session => Rollups.Fold(session, FoldedAtOnce)) == FoldedAtOnce)
        {
        }

        await database.MakeDays(cancellation);
        await Take(DropDay);
        await Take(session => OldRuns.TooMany(session, retention, Left));
        await Take(session => OldRuns.TooOld(session, retention, Left));
        await Take(Skips);
        await Take(session => Rest(session, OldLogsSql, retention.LogAge));
        await Take(session => Rest(session, OldRollupsSql, retention.RollupAge));
        await Take(session => Rest(session, OldNodesSql, DepartedNodeAge));
        await Take(session => Rest(session, OldLocksSql, LockRules.Memory));
        await Take(session => Rest(session, OldRequestsSql, retention.RequestAge));
        await Take(session => Rest(session, OldLettersSql, retention.DeadAge));
        await Take(Definitions);
        return deleted;
    }

    // The oldest day that is over. It counts as a whole slice: the rest has its turn with the next call.
    private async ValueTask<int> DropDay(Session session)
    {
        var now = await session.Now();
        foreach (var day in (await Partitions.All(session)).OrderBy(day => day.Day))
        {
            var over = new DroppedDay(session, day, now - AgeOf(day));
            if (await over.IsOver())
            {
                int cleared = await over.Clear(Left);
                if (cleared == Left)
                {
                    return cleared;
                }

                long runs = await over.Drop();
                return (int)Math.Min(Left, cleared + Math.Max(runs, 1));
            }
        }

        return 0;
    }

    // Nobody looks through the day for runs that were asked for: it stays for as long as their ids must be known.
    private TimeSpan AgeOf(Partition day)
    {
        var kept = day.Ok ? retention.SucceededAge : retention.FailedAge;
        return kept > retention.RequestAge ? kept : retention.RequestAge;
    }

    private const string SkipsSql =
        """
        with gone as (
          delete from belfry.skip where ctid = any (array(
            select ctid from belfry.skip where last_due < belfry.now() - $1 order by last_due limit $2))
          returning job, last_due),
        moved as (
          update belfry.job set ledger_from = newest + interval '1 microsecond'
          from (select job, max(last_due) as newest from gone group by job) ticks
          where job.name = ticks.job and coalesce(ledger_from <= newest, true))
        select count(*) from gone
        """;

    private async ValueTask<int> Skips(Session session) =>
        (int)(await session.Number(SkipsSql, Span(retention.SkipAge), Int(Left)))!.Value;

    private const string OldLogsSql =
        """
        delete from belfry.output where ctid = any (array(
          select output.ctid from belfry.history
          join belfry.output on output.run = history.id
          where history.finished_at < belfry.now() - $1 limit $2))
        """;

    private const string OldRollupsSql =
        """
        delete from belfry.rollup where ctid = any (array(
          select ctid from belfry.rollup where hour < belfry.now() - $1 limit $2))
        """;

    private const string OldNodesSql =
        """
        delete from belfry.node where id in (
          select id from belfry.node
          where fenced and last_beat_at < belfry.now() - $1
            and not exists (select 1 from belfry.live where state = 1 and live.node = node.id)
          limit $2)
        """;

    private const string OldLocksSql =
        """
        delete from belfry.lock where ctid = any (array(
          select ctid from belfry.lock
          where used_at < belfry.now() - $1 and coalesce(expires_at < belfry.now() - $1, true) limit $2 for update skip locked))
        """;

    private const string OldRequestsSql =
        """
        delete from belfry.pruned_request where ctid = any (array(
          select ctid from belfry.pruned_request where finished_at < belfry.now() - $1 limit $2))
        """;

    private const string OldLettersSql =
        """
        delete from belfry.dead where ctid = any (array(
          select ctid from belfry.dead where died_at < belfry.now() - $1 order by died_at limit $2 for update skip locked))
        """;

    private async ValueTask<int> Rest(Session session, string sql, TimeSpan age) => await session.Execute(sql, Span(age), Int(Left));

    // Runs under it keep their definition; so do the job, dead letters, and spans of ticks that others have not recorded yet.
    private const string UnusedDefinitions =
        """
        select id from belfry.definition
        where not exists (select 1 from belfry.job where job.name = definition.job and job.definition = definition.id)
          and not exists (select 1 from belfry.live where live.job = definition.job and live.definition = definition.id)
          and not exists (select 1 from belfry.dead where dead.definition = definition.id)
          and not exists (select 1 from belfry.follow where follow.definition = definition.id)
        """;

    private const string OldDefinitionsSql = $"{UnusedDefinitions} limit $1";
    private const string DeleteDefinitionsSql = $"delete from belfry.definition where id in ({UnusedDefinitions} and id = any ($1))";

    // An insert of runs that is under way may have read one of them: it shares the limits since before.
    private async ValueTask<int> Definitions(Session session)
    {
        var unused = await session.All(OldDefinitionsSql, row => row.GetInt64(0), Int(Left));
        if (unused.Count == 0)
        {
            return 0;
        }

        await session.Execute("set local lock_timeout = '100ms'");
        await Bounds.BeginChange(session);
        return await session.Execute(DeleteDefinitionsSql, Numbers(unused));
    }

    private async ValueTask Take(Func<Session, ValueTask<int>> step)
    {
        if (Left > 0)
        {
            deleted += await Turn(step);
        }
    }

    private async ValueTask<int> Turn(Func<Session, ValueTask<int>> step)
    {
        try
        {
            return await database.Write(
                async session =>
                {
                    if (!await session.First(TurnSql, row => row.Flag(0)))
                    {
                        return 0;
                    }

                    await session.TakeLong();
                    return await step(session);
                },
                cancellation);
        }
        catch (StoreException exception) when (Partitions.IsForLater(exception))
        {
            return 0;
        }
    }
}
