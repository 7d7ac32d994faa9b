using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>A span of ticks that a job did not run, at the jobs that follow it.</summary>
internal static class SkippedSpans
{
    private const string SpansSql =
        """
        select upstream, count, detail, definition, heard_at from follow where job = @job and due = @first and last_due = @last
        """;

    private const string RecordedSql =
        """
        select first_due, last_due from skip where job = @job and first_due <= @last and last_due >= @first
        union all
        select due, due from live where job = @job and due between @first and @last and trigger in ('schedule', 'dependency')
        union all
        select due, due from history where job = @job and due between @first and @last and trigger = 'schedule'
        union all
        select due, due from history where job = @job and due between @first and @last and trigger = 'dependency'
        order by 1
        """;

    private const string ForgetSql = "delete from follow where job = @job and due = @first and last_due = @last and upstream = @upstream";

    // Ticks in the span that wait for others have got their outcome with it.
    private const string CoveredSql = "update follow set fresh = 1 where job = @job and due between @first and @last";

    public static void Record(Session session, JobRecord job, DateTimeOffset first, DateTimeOffset last)
    {
        var spans = session.All(
            SpansSql,
            row => (Upstream: row.GetString(0), Count: row.GetInt64(1), Detail: row.TextOrNull(2), Definition: row.NumberOrNull(3), At: row.Instant(4)),
            job.Name,
            first,
            last);
        foreach (var span in spans)
        {
            session.Execute(ForgetSql, job.Name, first, last, span.Upstream);
            var tick = new UpstreamTick(span.Upstream, RunState.Skipped, span.Detail);
            var skip = FollowOutcome.OfSpan(job, tick);
            var recorded = session.All(RecordedSql, row => (row.Instant(0), row.Instant(1)), job.Name, last, first);
            var gaps = SpanGaps.Of(new SkippedTicks(first, last, span.Count, skip.Reason, skip.Detail), recorded, Schedule(session, span.Definition));
            foreach (var gap in gaps)
            {
                Ticks.RecordSkip(session, job.Name, gap, null, span.Definition);
            }

            session.Execute(CoveredSql, job.Name, first, last);
            Following.Took(session, job.Name, last);
        }
    }

    private static Schedules.Schedule? Schedule(Session session, long? definition) =>
        definition is { } id ? Definitions.TryGet(session, id)?.ReadSchedule() : null;
}
