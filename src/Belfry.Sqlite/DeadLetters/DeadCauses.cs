using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Dead letters by cause. Causes are found by stepping through an index from one to the next, never by a scan.</summary>
internal static class DeadCauses
{
    private const string NextSql =
        "select min(fingerprint) from dead indexed by dead_cause where fingerprint > @after";

    private const string NextOfJobSql =
        "select min(fingerprint) from dead indexed by dead_cause_of_job where job = @job and fingerprint > @after";

    /// <summary>The fingerprints that begin so.</summary>
    public static IEnumerable<string> Like(Session session, string prefix)
    {
        // The text before the first that begins so: nothing lies between.
        for (string? cause = First(session, prefix); cause?.StartsWith(prefix, StringComparison.Ordinal) == true; cause = Next(session, null, cause))
        {
            yield return cause;
        }
    }

    private const string FirstSql = "select min(fingerprint) from dead indexed by dead_cause where fingerprint >= @prefix";

    private static string? First(Session session, string prefix) => session.All(FirstSql, row => row.TextOrNull(0), prefix)[0];

    private static string? Next(Session session, string? job, string after) => job is null
        ? session.All(NextSql, row => row.TextOrNull(0), after)[0]
        : session.All(NextOfJobSql, row => row.TextOrNull(0), job, after)[0];

    private const string CountSql =
        """
        select count(*), group_concat(distinct job), min(seq) from (
          select job, seq from dead indexed by dead_cause
          where fingerprint = @fingerprint and died_at >= @since and (@job is null or job = @job) order by seq desc limit @most)
        """;

    private const string EndsSql =
        """
        select first.died_at, last.died_at, last.error_type, last.error_message
        from (select died_at from dead indexed by dead_cause
              where fingerprint = @fingerprint and died_at >= @since and (@job is null or job = @job) order by seq limit 1) first,
             (select died_at, error_type, error_message from dead indexed by dead_cause
              where fingerprint = @fingerprint and (@job is null or job = @job) order by seq desc limit 1) last
        """;

    public static IReadOnlyList<DeadGroup> Groups(Session session, DeadQuery query)
    {
        var groups = new List<DeadGroup>();
        for (string? cause = Next(session, query.Job, query.Cursor ?? ""); cause is not null && groups.Count < query.Limit; cause = Next(session, query.Job, cause))
        {
            if (cause.StartsWith(query.Fingerprint ?? "", StringComparison.Ordinal) && Group(session, query, cause) is { } group)
            {
                groups.Add(group);
            }
        }

        return [.. groups.OrderByDescending(group => group.LastAt)];
    }

    private static DeadGroup? Group(Session session, DeadQuery query, string cause)
    {
        long since = Micros.Of(query.Since ?? DateTimeOffset.MinValue);
        var (count, jobs) = session.All(
            CountSql, row => (row.GetInt32(0), row.TextOrNull(1)), cause, since, query.Job, DeadGroup.MostCounted)[0];
        return count == 0 ? null : session.First(
            EndsSql,
            row => new DeadGroup(
                cause,
                count,
                [.. jobs!.Split(',').Order(StringComparer.Ordinal).Take(DeadGroup.MostJobs)],
                new Runs.RunError(row.GetString(2), row.GetString(3), null, cause),
                row.Instant(0),
                row.Instant(1)),
            cause,
            since,
            query.Job);
    }
}
