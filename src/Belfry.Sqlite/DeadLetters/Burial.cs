using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>A run ends as dead: its letter, and what that means for its job, in the transaction of its end.</summary>
internal static class Burial
{
    private const string InsertSql =
        """
        insert into dead (run, job, definition, revision, trigger, due, died_at, attempts, lost_count, reason, error_type,
                          error_message, fingerprint, args, parent, asked_by)
        select id, job, definition, revision, trigger, due, @now, attempt, lost_count,
               coalesce(@reason, case when attempt < max_attempts then 'notRetried' else 'attempts' end),
               @errorType, @errorMessage, @fingerprint, args, parent, asked_by
        from live where id = @id and dry_run = 0
        """;

    /// <summary>The run is still in <c>live</c>.</summary>
    public static void Run(Session session, Guid run, string job, RunEnd end)
    {
        int buried = session.Execute(
            InsertSql,
            session.Now,
            end.Death is { } reason ? Words<DeathReason>.Of(reason) : null,
            end.Error?.Type ?? "unknown",
            end.Error?.Message ?? "no error was recorded",
            end.Error?.Fingerprint ?? "unknown",
            run);
        if (buried > 0)
        {
            SwitchOff(session, run, job, end.Error);
        }
    }

    private const string CurrentSql = "select definition from job where name = @name";

    // Ticks from the cursor on are the switch's: an edit that settles them first is not possible here, where the run ends.
    private const string SwitchOffSql =
        """
        update job
        set revision = revision + 1, definition = @definition, enabled = 0, fire_at = null, off = @off, updated_at = @now
        where name = @name
        """;

    private static void SwitchOff(Session session, Guid run, string job, RunError? error)
    {
        if (session.Number(CurrentSql, job) is { } current
            && Definitions.TryGet(session, current) is { } definition
            && Death.SwitchesOff(definition, run, error, session.Now) is var (disabled, off))
        {
            session.Execute(SwitchOffSql, Definitions.Keep(session, disabled, current), PauseJson.Write(off), session.Now, job);
            Followers.LookAgain(session, job);
        }
    }
}
