using System.Globalization;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>
/// Lists of runs: live ones by creation, then finished ones by their end, both newest first. The key of a page is
/// <c>live-SEQ</c> or <c>done-MICROS-SEQ</c> of its last row.
/// </summary>
internal static class RunPages
{
    public static Page<RunRecord> Page(Session session, RunQuery query)
    {
        var key = (query.Cursor ?? "").Split('-');
        var rows = new List<Row>();
        if (key[0] != "done")
        {
            rows.AddRange(Live(session, query, key[0] == "live" ? Number(key, 1) : long.MaxValue));
        }

        var left = query.Limit + 1 - rows.Count;
        if (left > 0)
        {
            rows.AddRange(Finished(session, query, key[0] == "done" ? (Number(key, 1), Number(key, 2)) : null, left));
        }

        var page = rows.Take(query.Limit).ToList();
        return new Page<RunRecord>([.. page.Select(row => row.Run)], rows.Count > page.Count && page.Count > 0 ? Key(page[^1]) : null);
    }

    private const string LiveSql =
        $"""
        select {RunRows.LiveColumns} from {RunRows.LiveJoin}
        where live.seq < @seq
          and (@job is null or live.job = @job)
          and live.created_at between @from and @to
          and (@states is null or instr(@states, ' ' || shown || ' '))
        order by live.seq desc limit @limit
        """;

    private static List<Row> Live(Session session, RunQuery query, long before)
    {
        if (query.States is { } states && !states.Any(state => state < RunState.Succeeded))
        {
            return [];
        }

        return session.All(
            LiveSql,
            row => new Row(RunRows.Read(row), row.GetInt64(RunRows.Sequence)),
            session.Now,
            before,
            query.Job,
            Micros.Of(query.From ?? DateTimeOffset.MinValue),
            Micros.Of(query.To ?? DateTimeOffset.MaxValue),
            Spaced(query.States),
            query.Limit + 1);
    }

    private const string InWindow =
        """
        finished_at between @from and @to and (finished_at, seq) < (@before, @seq)
          and (@states is null or instr(@states, ' ' || state || ' '))
        """;

    private const string AllSql =
        $"""
        select {RunRows.HistoryColumns} from history indexed by history_finished
        where {InWindow}
        order by finished_at desc, seq desc limit @limit
        """;

    private const string NotOkSql =
        $"""
        select {RunRows.HistoryColumns} from history indexed by history_not_ok
        where ok = 0 and {InWindow}
        order by finished_at desc, seq desc limit @limit
        """;

    // Two runs through the index, one for successes and one for the rest, which SQLite merges.
    private const string OfJobSql =
        $"""
        select * from (
          select {RunRows.HistoryColumns} from history indexed by history_job where {InWindow} and job = @job and ok = 0
          order by finished_at desc, seq desc limit @limit)
        union all
        select * from (
          select {RunRows.HistoryColumns} from history indexed by history_job where {InWindow} and job = @job and ok = 1
          order by finished_at desc, seq desc limit @limit)
        order by finished_at desc, seq desc limit @limit
        """;

    private static List<Row> Finished(Session session, RunQuery query, (long FinishedAt, long Sequence)? before, int limit)
    {
        if (query.States is { } states && !states.Any(state => state >= RunState.Succeeded))
        {
            return [];
        }

        var from = Micros.Of(query.From ?? DateTimeOffset.MinValue);
        var to = Micros.Of(query.To ?? DateTimeOffset.MaxValue);
        var (finishedAt, sequence) = before ?? (long.MaxValue, long.MaxValue);
        Row Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(RunRows.Read(row), row.GetInt64(RunRows.Sequence));
        if (query.Job is { } job)
        {
            return session.All(OfJobSql, Read, from, to, finishedAt, sequence, Spaced(query.States), job, limit);
        }

        var sql = query.States?.Contains(RunState.Succeeded) == false ? NotOkSql : AllSql;
        return session.All(sql, Read, from, to, finishedAt, sequence, Spaced(query.States), limit);
    }

    private static string? Spaced(IReadOnlyCollection<RunState>? states) =>
        states is null ? null : $" {string.Join(' ', states.Select(Words<RunState>.Of))} ";

    private static string Key(Row row) => row.Run.FinishedAt is { } finishedAt
        ? string.Create(CultureInfo.InvariantCulture, $"done-{Micros.Of(finishedAt)}-{row.Sequence}")
        : string.Create(CultureInfo.InvariantCulture, $"live-{row.Sequence}");

    private static long Number(string[] key, int part) =>
        part < key.Length && long.TryParse(key[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException("The cursor is not one that an earlier page answered.");

    private sealed record Row(RunRecord Run, long Sequence);
}
