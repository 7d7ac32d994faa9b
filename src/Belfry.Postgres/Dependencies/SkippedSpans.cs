using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>A span of ticks that a job did not run, at the jobs that follow it.</summary>
internal static class SkippedSpans
{
    private const string SpansSql =
        """
        delete from belfry.follow where job = $1 and due = $2 and last_due = $3
        returning upstream, count, detail, definition
        """;

    private const string RecordedSql =
        """
        select first_due, last_due from belfry.skip where job = $1 and first_due <= $3 and last_due >= $2
        union all
        select due, due from belfry.live where job = $1 and due between $2 and $3 and trigger in ('schedule', 'dependency')
        union all
        select due, due from belfry.history where job = $1 and due between $2 and $3 and trigger = 'schedule'
        union all
        select due, due from belfry.history where job = $1 and due between $2 and $3 and trigger = 'dependency'
        order by 1
        """;

    // Ticks in the span that wait for others have got their outcome with it.
    private const string CoveredSql = "update belfry.follow set fresh = true where job = $1 and due between $2 and $3 and not fresh";

    /// <summary>The job's row is locked.</summary>
    public static async ValueTask Record(Session session, JobRecord job, DateTimeOffset first, DateTimeOffset last)
    {
        var spans = await session.All(
            SpansSql,
            row => (Upstream: row.GetString(0), Count: row.GetInt64(1), Detail: row.TextOrNull(2), Definition: row.NumberOrNull(3)),
            Text(job.Name),
            Instant(first),
            Instant(last));
        var definitions = await Definitions.Get(session, spans.Select(span => span.Definition).OfType<long>());
        foreach (var span in spans)
        {
            var skip = FollowOutcome.OfSpan(job, new UpstreamTick(span.Upstream, RunState.Skipped, span.Detail));
            var recorded = await session.All(
                RecordedSql, row => (row.Instant(0), row.Instant(1)), Text(job.Name), Instant(first), Instant(last));
            var schedule = span.Definition is { } id ? definitions.GetValueOrDefault(id)?.ReadSchedule() : null;
            var gaps = SpanGaps.Of(new SkippedTicks(first, last, span.Count, skip.Reason, skip.Detail), recorded, schedule);
            await Ticks.Record(session, [.. gaps.Select(gap => new Skip(job.Name, gap, null) { Definition = span.Definition })]);
        }

        await session.Execute(CoveredSql, Text(job.Name), Instant(first), Instant(last));
        await FollowedTicks.Took(session, job.Name, last);
    }
}
