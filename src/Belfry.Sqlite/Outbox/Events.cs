using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>What happened to watched jobs, written with its cause.</summary>
internal static class Events
{
    // A success is one only while the job is unwell, or may be: an event that nobody has settled can make it so.
    private const string EndedSql =
        """
        insert into event (at, job, kind, word, run, due, text, error_type, fingerprint, warnings)
        select finished_at, history.job, 'runEnded', history.state, id, due, error_message, error_type, error_fingerprint, warnings
        from history join watch on watch.job = history.job
        where id = @id and not dry_run
          and (history.state in ('failed', 'dead')
            or (ok and (warnings is not null or unwell or exists (select 1 from event where event.job = history.job))))
        """;

    /// <summary>A run has moved to history.</summary>
    public static void Ended(Session session, Guid run) => session.Execute(EndedSql, run);

    private const string NewSql =
        """
        insert into event (at, job, kind, word, run, due, count, text, error_type, fingerprint, warnings)
        select @at, job, @kind, @word, @run, @due, @count, @text, @errorType, @fingerprint, @warnings
        from watch where job = @job
        """;

    /// <summary>Ticks were recorded as skipped.</summary>
    public static void Skipped(Session session, string job, SkippedTicks ticks)
    {
        if (ticks.Reason is SkipReason.Misfire or SkipReason.Expired)
        {
            Raise(session, new JobEvent(0, session.Now, job, EventKind.TicksMissed, Words<SkipReason>.Of(ticks.Reason))
            {
                Due = ticks.First,
                Count = ticks.Count,
                Text = ticks.Detail,
            });
        }
    }

    /// <summary>Writes the event if its job is watched. The id is chosen here.</summary>
    public static void Raise(Session session, JobEvent happened) => session.Execute(
        NewSql,
        happened.At,
        Words<EventKind>.Of(happened.Kind),
        happened.Word,
        happened.Run,
        happened.Due,
        happened.Count,
        happened.Text,
        happened.ErrorType,
        happened.Fingerprint,
        RunWarnings.Write(happened.Warnings),
        happened.Job);

    private const string BreakerSql =
        """
        insert into event (at, job, kind, word, text)
        select @at, watch.job, 'breakerChanged', @word, @text
        from breaker_job join watch on watch.job = breaker_job.job
        where breaker_job.breaker = @breaker
        """;

    /// <summary>A breaker got another state: an event of each watched job that is under it.</summary>
    public static void Changed(Session session, StoredBreaker before, BreakerState next)
    {
        if (BreakerNews.Of(before, next, session.Now) is var (word, text))
        {
            session.Execute(BreakerSql, session.Now, word, text, before.Name);
        }
    }

    private const string FirstSql =
        """
        select id, at, job, kind, word, run, due, count, text, error_type, fingerprint, warnings
        from event order by id limit @limit
        """;

    public static List<JobEvent> First(Session session, int limit) => session.All(FirstSql, Read, limit);

    private const string DeleteSql = "delete from event where id = @id";

    /// <summary>False when somebody was faster.</summary>
    public static bool Delete(Session session, long id) => session.Execute(DeleteSql, id) > 0;

    private static JobEvent Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.Instant(1), row.GetString(2), Words<EventKind>.Value(row.GetString(3)), row.GetString(4))
        {
            Run = row.IdOrNull(5),
            Due = row.InstantOrNull(6),
            Count = row.GetInt64(7),
            Text = row.TextOrNull(8),
            ErrorType = row.TextOrNull(9),
            Fingerprint = row.TextOrNull(10),
            Warnings = RunWarnings.Read(row.TextOrNull(11)),
        };
}
