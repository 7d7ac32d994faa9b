using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>The letters that an operation is about, in the order in which they died, or were named.</summary>
internal static class Letters
{
    private const string AllSql =
        "select run, seq from belfry.dead where seq > $1 and seq <= $2 and died_at >= $3 order by seq limit $4";

    private const string OfJobSql =
        "select run, seq from belfry.dead where job = $5 and seq > $1 and seq <= $2 and died_at >= $3 order by seq limit $4";

    // Each cause by itself through the index, then the oldest of all.
    private const string OfCausesSql =
        """
        select letter.run, letter.seq from unnest($6) as cause (mark) cross join lateral (
          select run, seq from belfry.dead
          where fingerprint = cause.mark and seq > $1 and seq <= $2 and died_at >= $3 and ($5::text is null or job = $5)
          order by seq limit $4) letter
        order by seq limit $4
        """;

    /// <param name="after">The position of the last one that was taken; 0 before the first.</param>
    /// <param name="upTo">The last letter that there was when the operation began.</param>
    public static async ValueTask<IReadOnlyList<(Guid Run, long Position)>> Next(
        Session session, LetterSelection selection, long after, long upTo, int limit)
    {
        if (selection.Ids is { } ids)
        {
            return [.. ids.Skip((int)after).Take(limit).Select((id, i) => (id, after + i + 1))];
        }

        List<NpgsqlParameter> values =
            [Number(after), Number(upTo), Instant(selection.Since ?? DateTimeOffset.MinValue), Int(limit)];
        string sql = selection switch
        {
            { Fingerprint: not null } => OfCausesSql,
            { Job: not null } => OfJobSql,
            _ => AllSql,
        };
        if (selection.Fingerprint is not null || selection.Job is not null)
        {
            values.Add(Text(selection.Job));
        }

        if (selection.Fingerprint is { } prefix)
        {
            values.Add(Texts(await DeadCauses.Like(session, prefix)));
        }

        return await session.All(sql, row => (row.Id(0), row.GetInt64(1)), [.. values]);
    }

    private const string NewestSql = "select max(seq) from belfry.dead";

    public static async ValueTask<long> Newest(Session session) => await session.Number(NewestSql) ?? 0;

    /// <summary>How many there are, counted up to a number.</summary>
    public static async ValueTask<long> Count(Session session, LetterSelection selection, long upTo, int most) =>
        (await Next(session, selection, 0, upTo, most)).Count;
}
