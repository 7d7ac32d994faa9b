using System.Globalization;
using Belfry.Runs;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Lists of runs: live ones by creation, then finished ones by their end, both newest first. The key of a page is
/// <c>live-SEQ</c> or <c>done-MICROS-SEQ</c> of its last row.
/// </summary>
internal static class RunPages
{
    public static async ValueTask<Page<RunRecord>> Page(Session session, RunQuery query)
    {
        string[] key = (query.Cursor ?? "").Split('-');
        var rows = new List<Row>();
        if (key[0] != "done")
        {
            rows.AddRange(await Live(session, query, key[0] == "live" ? Part(key, 1) : long.MaxValue));
        }

        int left = query.Limit + 1 - rows.Count;
        if (left > 0)
        {
            rows.AddRange(await Finished(session, query, key[0] == "done" ? (Instant(Part(key, 1)), Part(key, 2)) : null, left));
        }

        var page = rows.Take(query.Limit).ToList();
        return new Page<RunRecord>([.. page.Select(row => row.Run)], rows.Count > page.Count && page.Count > 0 ? Key(page[^1]) : null);
    }

    private const string LiveWindow =
        $"""
        live.seq < $1 and live.created_at between $2 and $3 and {RunRows.Shown} = any ($4)
        order by live.seq desc limit $5
        """;

    private const string LiveSql = $"select {RunRows.LiveColumns} from {RunRows.LiveJoin} where {LiveWindow}";
    private const string LiveOfJobSql = $"select {RunRows.LiveColumns} from {RunRows.LiveJoin} where live.job = $6 and {LiveWindow}";

    private static async ValueTask<List<Row>> Live(Session session, RunQuery query, long before)
    {
        var states = States(query, live: true);
        if (states.Count == 0)
        {
            return [];
        }

        NpgsqlParameter[] window =
        [
            Number(before),
            Parameters.Instant(query.From ?? DateTimeOffset.MinValue),
            Parameters.Instant(query.To ?? DateTimeOffset.MaxValue),
            Texts(states),
            Int(query.Limit + 1),
        ];
        return query.Job is { } job
            ? await session.All(LiveOfJobSql, Read, [.. window, Text(job)])
            : await session.All(LiveSql, Read, window);
    }

    private const string Window =
        """
        finished_at between $1 and $2 and (finished_at, seq) < ($3, $4) and state = any ($5)
        order by finished_at desc, seq desc limit $6
        """;

    private const string AllSql = $"select {RunRows.HistoryColumns} from belfry.history where {Window}";
    private const string NotOkSql = $"select {RunRows.HistoryColumns} from belfry.history where not ok and {Window}";
    private const string OfJobSql = $"select {RunRows.HistoryColumns} from belfry.history where job = $7 and {Window}";
    private const string NotOkOfJobSql = $"select {RunRows.HistoryColumns} from belfry.history where job = $7 and not ok and {Window}";

    private static async ValueTask<List<Row>> Finished(
        Session session, RunQuery query, (DateTimeOffset FinishedAt, long Sequence)? before, int limit)
    {
        var states = States(query, live: false);
        if (states.Count == 0)
        {
            return [];
        }

        var (finishedAt, sequence) = before ?? (DateTimeOffset.MaxValue, long.MaxValue);
        NpgsqlParameter[] window =
        [
            Parameters.Instant(query.From ?? DateTimeOffset.MinValue),
            Parameters.Instant(query.To ?? DateTimeOffset.MaxValue),
            Parameters.Instant(finishedAt),
            Number(sequence),
            Texts(states),
            Int(limit),
        ];
        bool onlyNotOk = query.States?.Contains(RunState.Succeeded) == false;
        return query.Job is { } job
            ? await session.All(onlyNotOk ? NotOkOfJobSql : OfJobSql, Read, [.. window, Text(job)])
            : await session.All(onlyNotOk ? NotOkSql : AllSql, Read, window);
    }

    // The words of the states that are asked for and that a live run, or a finished one, can have.
    private static List<string> States(RunQuery query, bool live) =>
    [
        .. (query.States ?? Enum.GetValues<RunState>()).Where(state => state < RunState.Succeeded == live).Select(Words<RunState>.Of),
    ];

    private static Row Read(NpgsqlDataReader row) => new(RunRows.Read(row), row.GetInt64(RunRows.Sequence));

    private static string Key(Row row) => row.Run.FinishedAt is { } finishedAt
        ? string.Create(CultureInfo.InvariantCulture, $"done-{(finishedAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond}-{row.Sequence}")
        : string.Create(CultureInfo.InvariantCulture, $"live-{row.Sequence}");

    private static long Part(string[] key, int part) =>
        part < key.Length && long.TryParse(key[part], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw NoCursor();

    private static DateTimeOffset Instant(long micros) => micros < (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
        : throw NoCursor();

    private static ArgumentException NoCursor() => new("The cursor is not one that an earlier page answered.");

    private sealed record Row(RunRecord Run, long Sequence);
}
