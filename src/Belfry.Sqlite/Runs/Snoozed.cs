using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Runs that are put off: handed back until an instant, with their place in their job's line.</summary>
internal static class Snoozed
{
    private const string LaterSql =
        """
        update live
        set state = case when @at <= @now then 0 else 2 end, available_at = @at, snoozes = snoozes + 1, progress_text = @reason
        where id = @id
        """;

    public static void Run(Session session, AttemptEnd end)
    {
        HandBack.Run(session, end.Run, keepToken: true);
        session.Execute(LaterSql, end.RetryAt, session.Now, end.SnoozeReason, end.Run);
    }
}
