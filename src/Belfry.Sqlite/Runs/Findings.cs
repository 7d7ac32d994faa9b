using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>What an attempt reported of its work, and what was not as expected; kept with the run, which moves right after.</summary>
internal static class Findings
{
    private const string KeepSql = "update live set numbers = @numbers, warnings = @warnings where id = @id";

    public static void Keep(Session session, AttemptEnd end, string job, DateTimeOffset startedAt)
    {
        if (end is { Numbers: null, Warnings.Count: 0, AtMostEvery: null })
        {
            return;
        }

        string? tooSoon = end.AtMostEvery is { } span ? Expectations.TooSoon(span, startedAt, LastStart(session, job)) : null;
        session.Execute(
            KeepSql,
            RunNumbers.Write(end.Numbers),
            RunWarnings.Write(tooSoon is null ? end.Warnings : [.. end.Warnings, tooSoon]),
            end.Run);
    }

    private const string LastStartSql =
        """
        select max(started_at) from (
          select * from (
            select started_at from history
            where job = @job and ok = 0 and started_at is not null and not dry_run order by finished_at desc limit 1)
          union all
          select * from (
            select started_at from history
            where job = @job and ok = 1 and not dry_run order by finished_at desc limit 1))
        """;

    private static DateTimeOffset? LastStart(Session session, string job) =>
        session.Number(LastStartSql, job) is { } micros ? Micros.Instant(micros) : null;
}
