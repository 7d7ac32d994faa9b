using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>A tick of a job.</summary>
internal readonly record struct Tick(string Job, DateTimeOffset Due)
{
    public static DateTimeOffset Newest(DateTimeOffset? known, DateTimeOffset tick) => known > tick ? known.Value : tick;
}

/// <summary>Ticks to record as skipped.</summary>
internal readonly record struct Skip(string Job, SkippedTicks Ticks, Guid? InTheWay)
{
    /// <summary>Whose schedule has the ticks; null for the job's own.</summary>
    public long? Definition { get; init; }
}

/// <summary>The record of ticks: no tick has two outcomes.</summary>
internal static class Ticks
{
    // The bounds let PostgreSQL leave out the other partitions before it starts.
    private const string RecordedSql =
        """
        select job, due from unnest($1, $2) as tick (job, due)
        where exists (
            select 1 from belfry.live where live.job = tick.job and live.due = tick.due and live.trigger in ('schedule', 'dependency'))
          or exists (
            select 1 from belfry.history
            where history.job = tick.job and history.due = tick.due and history.trigger = 'schedule'
              and history.due between $3 and $4)
          or exists (
            select 1 from belfry.history
            where history.job = tick.job and history.due = tick.due and history.trigger = 'dependency'
              and history.due between $3 and $4)
          or (
            select last_due from belfry.skip
            where skip.job = tick.job and skip.first_due <= tick.due order by first_due desc limit 1) >= tick.due
        """;

    /// <summary>
    /// Those of the ticks that have an outcome. What is not after the newest recorded tick of its job has one, also when
    /// retention has pruned the row; the tables know more only of a job that was deleted and made again, and of ticks that
    /// were asked for by name.
    /// </summary>
    public static async ValueTask<HashSet<Tick>> Recorded(Session session, IReadOnlyCollection<Tick> ticks) => ticks.Count == 0 ? [] :
    [
        .. await session.All(
            RecordedSql,
            row => new Tick(row.GetString(0), row.Instant(1)),
            Texts(ticks.Select(tick => tick.Job)),
            Instants(ticks.Select(tick => tick.Due)),
            Instant(ticks.Min(tick => tick.Due)),
            Instant(ticks.Max(tick => tick.Due))),
    ];

    private const string SkipSql =
        """
        insert into belfry.skip (job, first_due, last_due, count, reason, detail, run, recorded_at)
        select skip.*, (select belfry.now())
        from unnest($1, $2, $3, $4, $5, $6, $7) as skip (job, first_due, last_due, count, reason, detail, run)
        on conflict do nothing
        """;

    public static async ValueTask Record(Session session, IReadOnlyCollection<Skip> skips)
    {
        if (skips.Count > 0)
        {
            await session.Execute(
                SkipSql,
                Texts(skips.Select(skip => skip.Job)),
                Instants(skips.Select(skip => skip.Ticks.First)),
                Instants(skips.Select(skip => skip.Ticks.Last)),
                Numbers(skips.Select(skip => skip.Ticks.Count)),
                Texts(skips.Select(skip => Words<SkipReason>.Of(skip.Ticks.Reason))),
                Texts(skips.Select(skip => skip.Ticks.Detail)),
                Ids(skips.Select(skip => skip.InTheWay)));
            await Events.Skipped(session, skips);
            await Followers.Skipped(session, skips);
        }
    }
}
