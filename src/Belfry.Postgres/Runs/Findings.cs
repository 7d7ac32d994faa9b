using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>What attempts reported of their work, and what was not as expected; kept with their runs, which move right after.</summary>
internal static class Findings
{
    /// <summary>Whether there is nothing to keep, and nothing to look at.</summary>
    public static bool IsNone(AttemptEnd end) => end is { Numbers: null, Warnings.Count: 0, AtMostEvery: null };

    private const string KeepSql =
        """
        update belfry.live set numbers = found.numbers, warnings = found.warnings
        from unnest($1, $2, $3) as found (run, numbers, warnings)
        where live.id = found.run
        """;

    public static async ValueTask Keep(Session session, IEnumerable<(AttemptEnd End, string Job)> ends)
    {
        var found = ends.Where(item => !IsNone(item.End)).ToList();
        if (found.Count > 0)
        {
            var starts = await LastStarts(session, found.Where(item => item.End.AtMostEvery is not null).Select(item => item.Job));
            await session.Execute(
                KeepSql,
                Ids(found.Select(item => item.End.Run)),
                Jsons(found.Select(item => RunNumbers.Write(item.End.Numbers))),
                Jsons(found.Select(item => RunWarnings.Write(Warnings(item.End, item.Job, starts)))));
        }
    }

    private const string LastStartSql =
        """
        select asked.job, last.started_at
        from unnest($1) as asked (job)
        cross join lateral (
          select started_at from belfry.history
          where history.job = asked.job and started_at is not null and not dry_run
          order by finished_at desc, seq desc limit 1) last
        """;

    private static async ValueTask<Dictionary<string, DateTimeOffset>> LastStarts(Session session, IEnumerable<string> jobs) =>
        jobs.Distinct().ToList() is { Count: > 0 } asked
            ? (await session.All(LastStartSql, row => (Job: row.GetString(0), At: row.Instant(1)), Texts(asked))).ToDictionary(last => last.Job, last => last.At)
            : [];

    private static IReadOnlyList<string> Warnings(AttemptEnd end, string job, Dictionary<string, DateTimeOffset> starts) =>
        end.AtMostEvery is { } span && starts.TryGetValue(job, out var before) && Expectations.TooSoon(span, end.StartedAt, before) is { } tooSoon
            ? [.. end.Warnings, tooSoon]
            : end.Warnings;
}
