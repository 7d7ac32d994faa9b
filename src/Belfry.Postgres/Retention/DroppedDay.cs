using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Drops a day of history as a table. Its million rows are counted before; what others wait for takes milliseconds.</summary>
internal sealed class DroppedDay(Session session, Partition day, DateTimeOffset before)
{
    // A backfill may have put a young run into an old day.
    private const string NewestSql = "select 1 from {0} where finished_at >= $1 limit 1";

    /// <summary>All of it is older than retention keeps.</summary>
    public async ValueTask<bool> IsOver() =>
        day.End <= before && !await session.Any(Of(NewestSql), Instant(before));

    private const string OutputSql =
        "delete from belfry.output where ctid = any (array(select output.ctid from belfry.output where exists (select 1 from {0} run where run.id = output.run) limit $1))";

    private const string AttemptsSql =
        "delete from belfry.attempt where ctid = any (array(select attempt.ctid from belfry.attempt where exists (select 1 from {0} run where run.id = attempt.run) limit $1))";

    /// <summary>What hangs on its runs goes first, in slices; less than <paramref name="limit"/> when nothing is left.</summary>
    public async ValueTask<int> Clear(int limit)
    {
        int deleted = await session.Execute(Of(OutputSql), Int(limit));
        return deleted < limit ? deleted + await session.Execute(Of(AttemptsSql), Int(limit - deleted)) : deleted;
    }

    private const string CountSql =
        """
        with counted as materialized (
          select job, count(*) as n, max(due) filter (where trigger in ('schedule', 'dependency')) as newest from {0} group by job),
        tallied as (
          update belfry.tally set n = tally.n - counted.n from counted where tally.job = counted.job and ok = $1),
        moved as (
          update belfry.job set ledger_from = newest + interval '1 microsecond'
          from counted
          where job.name = counted.job and newest is not null and coalesce(ledger_from <= newest, true))
        select coalesce(sum(n), 0)::bigint from counted
        """;

    private const string LockSql = "set local lock_timeout = '100ms'; lock table {0} in access exclusive mode";
    private const string DropSql = "drop table {0}";

    /// <returns>How many runs went with it.</returns>
    public async ValueTask<long> Drop()
    {
        long runs = (await session.Number(Of(CountSql), Flag(day.Ok)))!.Value;
        await session.Execute(Of(LockSql));
        if (!await IsOver())
        {
            throw new TakenMeanwhileException();
        }

        await session.Execute(Of(DropSql));
        return runs;
    }

    private string Of(string sql) => sql.Replace("{0}", day.Table, StringComparison.Ordinal);
}
