using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>The letters that an operation is about, in the order in which they died, or were named.</summary>
internal static class Letters
{
    private const string AllSql =
        """
        select run, seq from dead where seq > @after and seq <= @upTo and died_at >= @since order by seq limit @limit
        """;

    private const string OfJobSql =
        """
        select run, seq from dead indexed by dead_job
        where job = @job and seq > @after and seq <= @upTo and died_at >= @since order by seq limit @limit
        """;

    private const string OfCauseSql =
        """
        select run, seq from dead indexed by dead_cause
        where fingerprint = @fingerprint and seq > @after and seq <= @upTo and died_at >= @since and (@job is null or job = @job)
        order by seq limit @limit
        """;

    /// <param name="after">The position of the last one that was taken; 0 before the first.</param>
    /// <param name="upTo">The last letter that there was when the operation began.</param>
    public static IReadOnlyList<(Guid Run, long Position)> Next(Session session, LetterSelection selection, long after, long upTo, int limit)
    {
        if (selection.Ids is { } ids)
        {
            return [.. ids.Skip((int)after).Take(limit).Select((id, i) => (id, after + i + 1))];
        }

        long since = Micros.Of(selection.Since ?? DateTimeOffset.MinValue);
        (Guid, long) Read(Microsoft.Data.Sqlite.SqliteDataReader row) => (row.Id(0), row.GetInt64(1));
        return selection switch
        {
            { Fingerprint: { } prefix } =>
            [
                .. DeadCauses.Like(session, prefix).ToList()
                    .SelectMany(cause => session.All(OfCauseSql, Read, cause, after, upTo, since, selection.Job, limit))
                    .OrderBy(letter => letter.Item2).Take(limit),
            ],
            { Job: { } job } => session.All(OfJobSql, Read, job, after, upTo, since, limit),
            _ => session.All(AllSql, Read, after, upTo, since, limit),
        };
    }

    private const string NewestSql = "select max(seq) from dead";

    public static long Newest(Session session) => session.Number(NewestSql) ?? 0;

    /// <summary>How many there are, counted up to a number.</summary>
    public static long Count(Session session, LetterSelection selection, long upTo, int most) =>
        Next(session, selection, 0, upTo, most).Count;
}
