using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Runs end as dead: their letters, and what that means for their jobs, in the transaction of their end.</summary>
internal static class Burial
{
    private const string InsertSql =
        """
        insert into belfry.dead (run, job, definition, revision, trigger, due, died_at, attempts, lost_count, reason, error_type,
                                 error_message, fingerprint, args, parent, asked_by)
        select live.id, job, definition, revision, trigger, due, belfry.now(), attempt, lost_count,
               coalesce(death.reason, case when attempt < max_attempts then 'notRetried' else 'attempts' end),
               death.error_type, death.error_message, death.fingerprint, args, parent, asked_by
        from unnest($1, $2, $3, $4, $5) as death (run, reason, error_type, error_message, fingerprint)
        join belfry.live on live.id = death.run
        where not dry_run
        order by live.id
        returning run, job
        """;

    /// <summary>The runs are still in <c>live</c>.</summary>
    public static async ValueTask Run(Session session, IReadOnlyDictionary<Guid, RunEnd> ends)
    {
        var dead = ends.Where(end => end.Value.State == RunState.Dead).ToList();
        if (dead.Count == 0)
        {
            return;
        }

        var buried = await session.All(
            InsertSql,
            row => (Run: row.Id(0), Job: row.GetString(1)),
            Ids(dead.Select(end => end.Key)),
            Texts(dead.Select(end => end.Value.Death is { } reason ? Words<DeathReason>.Of(reason) : null)),
            Texts(dead.Select(end => end.Value.Error?.Type ?? "unknown")),
            Texts(dead.Select(end => end.Value.Error?.Message ?? "no error was recorded")),
            Texts(dead.Select(end => end.Value.Error?.Fingerprint ?? "unknown")));
        foreach (var (run, job) in buried.DistinctBy(run => run.Job).OrderBy(run => run.Job, StringComparer.Ordinal))
        {
            await SwitchOff(session, run, job, ends[run].Error);
        }
    }

    private const string CurrentSql = "select definition from belfry.job where name = $1 and enabled";
    private const string LockSql = "select definition, belfry.now() from belfry.job where name = $1 and enabled for update";

    // Ticks from the cursor on are the switch's: an edit that settles them first is not possible here, where the run ends.
    private const string SwitchOffSql =
        """
        update belfry.job
        set revision = revision + 1, definition = $2, enabled = false, fire_at = null, off = $3, updated_at = belfry.now()
        where name = $1
        """;

    // The job's row is locked only where that is needed: all ends of a job would wait for each other.
    private static async ValueTask SwitchOff(Session session, Guid run, string job, RunError? error)
    {
        if (await session.Number(CurrentSql, Text(job)) is not { } seen || !await Wants(session, seen, run, error))
        {
            return;
        }

        var (definition, now) = await session.First(LockSql, row => (row.NumberOrNull(0), row.Instant(1)), Text(job));
        if (definition is { } current
            && (await Definitions.Get(session, [current])).GetValueOrDefault(current) is { } known
            && Death.SwitchesOff(known, run, error, now) is var (disabled, off))
        {
            await session.Execute(
                SwitchOffSql, Text(job), Number(await Definitions.Keep(session, disabled, current)), Text(PauseJson.Write(off)));
            await Followers.LookAgain(session, [job]);
        }
    }

    private static async ValueTask<bool> Wants(Session session, long definition, Guid run, RunError? error) =>
        (await Definitions.Get(session, [definition])).GetValueOrDefault(definition) is { } known
        && Death.SwitchesOff(known, run, error, default) is not null;
}
