using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Dead letters become runs again, or are taken away.</summary>
internal static class Recovery
{
    private const string LetterSql = "select job, definition, revision, due, args from dead where run = @run";
    private const string DeleteSql = "delete from dead where run = @run";
    private const string MadeSql =
        """
        select 1 from live where id = @id
        union all
        select 1 from history where id = @id
        limit 1
        """;

    /// <param name="at">When the run may start; null is at once.</param>
    /// <param name="operation">The operation it is part of.</param>
    public static RecoveryResult Recover(Session session, Guid run, RecoveredAs how, DateTimeOffset? at = null, Guid? operation = null)
    {
        var again = RunId.ForRecovery(run);
        var letter = session.First(
            LetterSql,
            row => new Letter(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.Instant(3), row.TextOrNull(4)),
            run);
        if (letter is null)
        {
            return session.Any(MadeSql, again)
                ? new RecoveryResult(RecoveryStatus.Already, again)
                : new RecoveryResult(RecoveryStatus.NotFound, null);
        }

        if (how.Version == RecoveredVersion.Same && Definitions.TryGet(session, letter.Definition) is null)
        {
            return new RecoveryResult(RecoveryStatus.Unreadable, null);
        }

        var wanted = new NewRun(
            again, letter.Job, RunTrigger.Retry, letter.Due, at, Jobs.JsonText.Element(letter.Args), null, run, DryRun: false, how.By)
        {
            Operation = operation,
            MadeUnder = how.Version == RecoveredVersion.Same ? new MadeUnder(letter.Definition, letter.Revision) : null,
        };
        if (Enqueueing.Enqueue(session, [wanted])[0] is null)
        {
            return new RecoveryResult(RecoveryStatus.NoJob, null);
        }

        session.Execute(DeleteSql, run);
        return new RecoveryResult(RecoveryStatus.Recovered, again);
    }

    public static bool Discard(Session session, Guid run) => session.Execute(DeleteSql, run) > 0;

    private sealed record Letter(string Job, long Definition, long Revision, DateTimeOffset Due, string? Args);
}
