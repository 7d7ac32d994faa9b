using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>What happened to watched jobs, written with its cause.</summary>
internal static class Events
{
    /// <summary>
    /// Part of the statement that moves ended runs: <c>gone</c> are the runs. A success is an event only while the job is unwell, or
    /// may be: for an event that nobody has settled, or a failure that this statement moves too.
    /// </summary>
    // "offset 0" makes the look at the few watched jobs a probe for each run, whatever the planner takes their number for.
    public const string Ended =
        """
        noted as (
          insert into belfry.event (at, job, kind, word, run, due, text, error_type, fingerprint, warnings)
          select finished_at, gone.job, 'runEnded', outcome, id, due, error_message, error_type, error_fingerprint, warnings
          from gone cross join lateral (select unwell from belfry.watch where watch.job = gone.job offset 0) watch
          where (select exists (select 1 from belfry.watch)) and not dry_run
            and (outcome in ('failed', 'dead')
              or (outcome = 'succeeded'
                and (warnings is not null or unwell or exists (select 1 from belfry.event where event.job = gone.job)
                  or exists (select 1 from gone where outcome in ('failed', 'dead'))))))
        """;

    /// <summary>Ticks were recorded as skipped.</summary>
    public static ValueTask Skipped(Session session, IEnumerable<Skip> skips) => Raise(
        session,
        [
            .. from skip in skips
               let ticks = skip.Ticks
               where ticks.Reason is SkipReason.Misfire or SkipReason.Expired
               select new JobEvent(0, default, skip.Job, EventKind.TicksMissed, Words<SkipReason>.Of(ticks.Reason))
               {
                   Due = ticks.First,
                   Count = ticks.Count,
                   Text = ticks.Detail,
               },
        ]);

    private const string RaiseSql =
        """
        insert into belfry.event (at, job, kind, word, run, due, count, text, error_type, fingerprint, warnings)
        select belfry.now(), watch.job, kind, word, run, due, count, text, error_type, fingerprint, warnings
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
               as event (job, kind, word, run, due, count, text, error_type, fingerprint, warnings)
        join belfry.watch on watch.job = event.job
        """;

    /// <summary>Writes the events of watched jobs. Ids and instants are chosen here.</summary>
    public static async ValueTask Raise(Session session, IReadOnlyCollection<JobEvent> events)
    {
        if (events.Count > 0)
        {
            await session.Execute(
                RaiseSql,
                Texts(events.Select(happened => happened.Job)),
                Texts(events.Select(happened => Words<EventKind>.Of(happened.Kind))),
                Texts(events.Select(happened => happened.Word)),
                Ids(events.Select(happened => happened.Run)),
                Instants(events.Select(happened => happened.Due)),
                Numbers(events.Select(happened => happened.Count)),
                Texts(events.Select(happened => happened.Text)),
                Texts(events.Select(happened => happened.ErrorType)),
                Texts(events.Select(happened => happened.Fingerprint)),
                Jsons(events.Select(happened => RunWarnings.Write(happened.Warnings))));
        }
    }

    private const string BreakerSql =
        """
        insert into belfry.event (at, job, kind, word, text)
        select belfry.now(), watch.job, 'breakerChanged', $2, $3
        from belfry.breaker_job join belfry.watch on watch.job = breaker_job.job
        where breaker_job.breaker = $1
        """;

    /// <summary>A breaker got another state: an event of each watched job that is under it.</summary>
    public static async ValueTask Changed(Session session, StoredBreaker before, BreakerState next, DateTimeOffset now)
    {
        if (BreakerNews.Of(before, next, now) is var (word, text))
        {
            await session.Execute(BreakerSql, Text(before.Name), Text(word), Text(text));
        }
    }

    private const string FirstSql =
        """
        select id, at, job, kind, word, run, due, count, text, error_type, fingerprint, warnings::text
        from belfry.event order by id limit $1
        """;

    public static ValueTask<List<JobEvent>> First(Session session, int limit) => session.All(FirstSql, Read, Int(limit));

    private const string LockSql = "select 1 from belfry.event where id = any ($1) order by id for update";

    /// <summary>Whether all of them are still there; then nobody else settles them.</summary>
    public static async ValueTask<bool> Lock(Session session, IReadOnlyCollection<long> ids) =>
        (await session.All(LockSql, _ => true, Numbers(ids))).Count == ids.Count;

    private const string DeleteSql = "delete from belfry.event where id = any ($1)";

    public static async ValueTask Delete(Session session, IReadOnlyCollection<long> ids) => await session.Execute(DeleteSql, Numbers(ids));

    private static JobEvent Read(NpgsqlDataReader row) =>
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
