using Belfry.Locks;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>
/// Deletes what retention no longer keeps, one slice a call. The cursor, not the rows, keeps a tick from running twice, so a
/// pruned tick never comes back; <c>ledger_from</c> says from where on the record is whole.
/// </summary>
internal sealed class Pruning(Session session, RetentionPolicy retention, int limit)
{
    private static readonly TimeSpan DepartedNodeAge = TimeSpan.FromDays(1);

    private readonly Dictionary<string, DateTimeOffset> newestPruned = [];
    private int deleted;

    private int Left => limit - deleted;

    public int Run()
    {
        PruneRuns();
        PruneSkips();
        MoveLedgers();
        PruneLogs();
        PruneRest();
        if (deleted < limit)
        {
            ShrinkFile();
        }

        return deleted;
    }

    private const string TalliesSql = "select job, ok, n from tally";

    private void PruneRuns()
    {
        foreach (var (job, ok, count) in session.All(TalliesSql, row => (row.GetString(0), row.Flag(1), row.GetInt64(2))))
        {
            if (Left <= 0)
            {
                return;
            }

            var excess = count - (ok ? retention.SucceededCount : retention.FailedCount);
            PruneRuns(job, ok, session.Now - (ok ? retention.SucceededAge : retention.FailedAge), excess);
        }
    }

    private const string OldestSql =
        """
        select id, finished_at, due, trigger from history indexed by history_job
        where job = @job and ok = @ok order by finished_at, seq limit @limit
        """;

    private const string OldestFinishSql =
        "select min(finished_at) from history indexed by history_job where job = @job and ok = @ok";

    private const string DeleteRunSql = "delete from history where id = @id";
    private const string DeleteAttemptsSql = "delete from attempt where run = @id";
    private const string DeleteOutputSql = "delete from output where run = @id";
    private const string RememberSql = "insert or ignore into pruned_request (id, finished_at) values (@id, @finishedAt)";
    private const string CountSql = "update tally set n = n - @count where job = @job and ok = @ok";

    private void PruneRuns(string job, bool ok, DateTimeOffset before, long excess)
    {
        if (excess <= 0 && !(session.Number(OldestFinishSql, job, ok) < Micros.Of(before)))
        {
            return;
        }

        var old = session.All(OldestSql, Read, job, ok, Left)
            .TakeWhile((run, index) => index < excess || run.FinishedAt < before)
            .ToList();
        foreach (var run in old)
        {
            session.Execute(DeleteRunSql, run.Id);
            session.Execute(DeleteAttemptsSql, run.Id);
            session.Execute(DeleteOutputSql, run.Id);
            if (Words<RunTrigger>.Value(run.Trigger) is RunTrigger.Schedule or RunTrigger.Dependency)
            {
                Pruned(job, run.Due);
            }
            else if (run.FinishedAt >= session.Now - retention.RequestAge)
            {
                session.Execute(RememberSql, run.Id, run.FinishedAt);
            }
        }

        session.Execute(CountSql, old.Count, job, ok);
        deleted += old.Count;
    }

    private const string OldSkipsSql =
        "select job, first_due, last_due from skip indexed by skip_age where last_due < @before order by last_due limit @limit";

    private const string DeleteSkipSql = "delete from skip where job = @job and first_due = @first";

    private void PruneSkips()
    {
        var old = session.All(
            OldSkipsSql, row => (row.GetString(0), row.Instant(1), row.Instant(2)), session.Now - retention.SkipAge, Left);
        foreach (var (job, first, last) in old)
        {
            session.Execute(DeleteSkipSql, job, first);
            Pruned(job, last);
        }

        deleted += old.Count;
    }

    private const string LedgerSql =
        "update job set ledger_from = @from where name = @name and coalesce(ledger_from, @from - 1) < @from";

    private void MoveLedgers()
    {
        foreach (var (job, due) in newestPruned)
        {
            session.Execute(LedgerSql, due.AddMicroseconds(1), job);
        }
    }

    private const string OldLogsSql =
        """
        delete from output where rowid in (
          select output.rowid from history indexed by history_finished
          join output on output.run = history.id
          where history.finished_at < @before limit @limit)
        """;

    private void PruneLogs()
    {
        if (Left > 0)
        {
            deleted += session.Execute(OldLogsSql, session.Now - retention.LogAge, Left);
        }
    }

    private const string OldRollupsSql =
        """
        delete from rollup where (job, hour, state, bucket) in (
          select job, hour, state, bucket from rollup indexed by rollup_hour where hour < @before limit @limit)
        """;

    private const string OldLettersSql =
        "delete from dead where seq in (select seq from dead where died_at < @before order by died_at limit @limit)";

    // Runs under it keep their definition; so do the job, dead letters, and spans of ticks that others have not recorded yet.
    private const string OldDefinitionsSql =
        """
        delete from definition where id in (
          select id from definition
          where not exists (select 1 from job where job.name = definition.job and job.definition = definition.id)
            and not exists (select 1 from live where live.job = definition.job and live.definition = definition.id)
            and not exists (select 1 from dead where dead.definition = definition.id)
            and not exists (select 1 from follow where follow.definition = definition.id)
          limit @limit)
        """;

    private const string OldNodesSql =
        """
        delete from node where id in (
          select id from node
          where fenced and last_beat_at < @before and not exists (select 1 from live where state = 1 and live.node = node.id)
          limit @limit)
        """;

    private const string OldLocksSql =
        """
        delete from lock where name in (
          select name from lock where used_at < @before and coalesce(expires_at, 0) < @before limit @limit)
        """;

    private const string OldRequestsSql =
        """
        delete from pruned_request where id in (
          select id from pruned_request indexed by pruned_request_age where finished_at < @before limit @limit)
        """;

    private void PruneRest()
    {
        deleted += Left > 0 ? session.Execute(OldRollupsSql, session.Now - retention.RollupAge, Left) : 0;
        deleted += Left > 0 ? session.Execute(OldLettersSql, session.Now - retention.DeadAge, Left) : 0;
        deleted += Left > 0 ? session.Execute(OldDefinitionsSql, Left) : 0;
        deleted += Left > 0 ? session.Execute(OldNodesSql, session.Now - DepartedNodeAge, Left) : 0;
        deleted += Left > 0 ? session.Execute(OldLocksSql, session.Now - LockRules.Memory, Left) : 0;
        deleted += Left > 0 ? session.Execute(OldRequestsSql, session.Now - retention.RequestAge, Left) : 0;
    }

    private const string ShrinkSql = "pragma incremental_vacuum(200)";

    // Each row it answers is a page given back.
    private void ShrinkFile()
    {
        using var pages = session.Query(ShrinkSql);
        while (pages.Read())
        {
        }
    }

    private void Pruned(string job, DateTimeOffset due)
    {
        if (!newestPruned.TryGetValue(job, out var newest) || due > newest)
        {
            newestPruned[job] = due;
        }
    }

    private static OldRun Read(SqliteDataReader row) => new(row.Id(0), row.Instant(1), row.Instant(2), row.GetString(3));

    private sealed record OldRun(Guid Id, DateTimeOffset FinishedAt, DateTimeOffset Due, string Trigger);
}
