using System.Globalization;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Lists of dead letters, newest first. The key of a page is <c>seq</c> of its last row.</summary>
internal static class DeadPages
{
    private const string AllSql =
        $"select {DeadRows.Columns} from belfry.dead where seq < $1 and died_at >= $2 order by seq desc limit $3";

    private const string OfJobSql =
        $"select {DeadRows.Columns} from belfry.dead where seq < $1 and died_at >= $2 and job = $4 order by seq desc limit $3";

    // Each cause by itself through the index, then the newest of all.
    private const string OfCausesSql =
        $"""
        select letter.* from unnest($4) as cause (mark) cross join lateral (
          select {DeadRows.Columns} from belfry.dead
          where fingerprint = cause.mark and seq < $1 and died_at >= $2 and ($5::text is null or job = $5)
          order by seq desc limit $3) letter
        order by seq desc limit $3
        """;

    public static async ValueTask<Page<DeadLetter>> Page(Session session, DeadQuery query)
    {
        List<NpgsqlParameter> values =
            [Number(Before(query.Cursor)), Instant(query.Since ?? DateTimeOffset.MinValue), Int(query.Limit + 1)];
        string sql = query switch
        {
            { Fingerprint: not null } => OfCausesSql,
            { Job: not null } => OfJobSql,
            _ => AllSql,
        };
        if (query.Fingerprint is { } prefix)
        {
            values.Add(Texts(await DeadCauses.Like(session, prefix)));
        }

        if (query.Fingerprint is not null || query.Job is not null)
        {
            values.Add(Text(query.Job));
        }

        var rows = await session.All(sql, row => (Letter: DeadRows.Read(row), Sequence: row.GetInt64(DeadRows.Sequence)), [.. values]);
        bool isMore = rows.Count > query.Limit;
        return new Page<DeadLetter>(
            [.. rows.Take(query.Limit).Select(row => row.Letter)],
            isMore ? rows[query.Limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static long Before(string? cursor) => cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence
        : throw new ArgumentException("The cursor is not one that an earlier page answered.");
}
