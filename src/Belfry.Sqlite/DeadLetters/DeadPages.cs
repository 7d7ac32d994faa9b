using System.Globalization;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Lists of dead letters, newest first. The key of a page is <c>seq</c> of its last row.</summary>
internal static class DeadPages
{
    private const string AllSql =
        $"select {DeadRows.Columns} from dead where seq < @before and died_at >= @since order by seq desc limit @limit";

    private const string OfJobSql =
        $"""
        select {DeadRows.Columns} from dead indexed by dead_job
        where job = @job and seq < @before and died_at >= @since order by seq desc limit @limit
        """;

    private const string OfCauseSql =
        $"""
        select {DeadRows.Columns} from dead indexed by dead_cause
        where fingerprint = @fingerprint and seq < @before and died_at >= @since and (@job is null or job = @job) order by seq desc limit @limit
        """;

    public static Page<DeadLetter> Page(Session session, DeadQuery query)
    {
        long before = Before(query.Cursor);
        long since = Micros.Of(query.Since ?? DateTimeOffset.MinValue);
        int limit = query.Limit + 1;
        var rows = query switch
        {
            { Fingerprint: { } prefix } => DeadCauses.Like(session, prefix)
                .SelectMany(cause => session.All(OfCauseSql, Read, cause, before, since, query.Job, limit))
                .OrderByDescending(row => row.Sequence).Take(limit).ToList(),
            { Job: { } job } => session.All(OfJobSql, Read, job, before, since, limit),
            _ => session.All(AllSql, Read, before, since, limit),
        };
        bool isMore = rows.Count > query.Limit;
        return new Page<DeadLetter>(
            [.. rows.Take(query.Limit).Select(row => row.Letter)],
            isMore ? rows[query.Limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static long Before(string? cursor) => cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence
        : throw new ArgumentException("The cursor is not one that an earlier page answered.");

    private static (DeadLetter Letter, long Sequence) Read(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        (DeadRows.Read(row), row.GetInt64(DeadRows.Sequence));
}
