using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Deletes finished runs one by one: what a job has too many of, and what is too old and has no day of its own.</summary>
internal static class OldRuns
{
    private const string TalliesSql =
        "select job, n - case when ok then $1 else $2 end, ok from belfry.tally where n > case when ok then $1 else $2 end order by job, ok";

    /// <returns>How many were deleted, at most <paramref name="limit"/>.</returns>
    public static async ValueTask<int> TooMany(Session session, RetentionPolicy retention, int limit)
    {
        int deleted = 0;
        foreach (var (job, excess, ok) in await session.All(
            TalliesSql,
            row => (row.GetString(0), row.GetInt64(1), row.Flag(2)),
            Number(retention.SucceededCount),
            Number(retention.FailedCount)))
        {
            if (deleted >= limit)
            {
                break;
            }

            deleted += await Delete(session, retention, OldestOfJob, Text(job), Flag(ok), Number(Math.Min(excess, limit - deleted)));
        }

        return deleted;
    }

    private const string OldestOfJob =
        """
        select id, due, ok from belfry.history where job = $1 and ok = $2 order by finished_at, seq limit $3
        """;

    private const string OldOk =
        "select id, due, ok from belfry.history_ok_default where finished_at < $1 order by finished_at limit $2";

    private const string OldNotOk =
        "select id, due, ok from belfry.history_not_ok_default where finished_at < $1 order by finished_at limit $2";

    public static async ValueTask<int> TooOld(Session session, RetentionPolicy retention, int limit)
    {
        var now = await session.Now();
        int deleted = await Delete(session, retention, OldOk, Instant(now - retention.SucceededAge), Int(limit));
        return deleted < limit
            ? deleted + await Delete(session, retention, OldNotOk, Instant(now - retention.FailedAge), Int(limit - deleted))
            : deleted;
    }

    // The due instant leads to the partition, and the id to the row.
    private const string DeleteSql =
        """
        with gone as (
          delete from belfry.history using unnest($1, $2, $3) as old (id, due, ok)
          where history.id = old.id and history.due = old.due and history.ok = old.ok
            and history.due between $4 and $5
          returning history.id, history.job, history.due, history.ok, history.trigger, history.finished_at),
        remembered as (
          insert into belfry.pruned_request (id, finished_at)
          select id, finished_at from gone where trigger <> 'schedule' and finished_at >= belfry.now() - $6
          on conflict do nothing),
        output as (delete from belfry.output where run = any ($1)),
        attempts as (delete from belfry.attempt where run = any ($1)),
        tallied as (
          update belfry.tally set n = tally.n - counted.n
          from (select job, ok, count(*) as n from gone group by job, ok) counted
          where tally.job = counted.job and tally.ok = counted.ok),
        moved as (
          update belfry.job set ledger_from = newest + interval '1 microsecond'
          from (select job, max(due) as newest from gone where trigger in ('schedule', 'dependency') group by job) ticks
          where job.name = ticks.job and coalesce(ledger_from <= newest, true))
        select count(*) from gone
        """;

    private static async ValueTask<int> Delete(
        Session session, RetentionPolicy retention, string oldSql, params Npgsql.NpgsqlParameter[] values)
    {
        var old = await session.All(oldSql, row => (Id: row.Id(0), Due: row.Instant(1), Ok: row.Flag(2)), values);
        return old.Count == 0 ? 0 : (int)(await session.Number(
            DeleteSql,
            Ids(old.Select(run => run.Id)),
            Instants(old.Select(run => run.Due)),
            Flags(old.Select(run => run.Ok)),
            Instant(old.Min(run => run.Due)),
            Instant(old.Max(run => run.Due)),
            Span(retention.RequestAge)))!.Value;
    }
}
