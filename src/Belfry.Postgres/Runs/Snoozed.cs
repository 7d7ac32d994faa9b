using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Runs that are put off: handed back until an instant, with their place in their job's line.</summary>
internal static class Snoozed
{
    private const string LaterSql =
        """
        update belfry.live
        set state = case when at <= belfry.now() then 0 else 2 end, available_at = at, snoozes = snoozes + 1, progress_text = reason
        from unnest($1, $2, $3) as ending (run, at, reason)
        where live.id = ending.run
        """;

    public static async ValueTask Run(Session session, IReadOnlyList<AttemptEnd> ends)
    {
        if (ends.Count > 0)
        {
            await HandBack.Run(session, [.. ends.Select(end => end.Run)], keepToken: true);
            await session.Execute(
                LaterSql,
                Ids(ends.Select(end => end.Run)),
                Instants(ends.Select(end => end.RetryAt)),
                Texts(ends.Select(end => end.SnoozeReason)));
        }
    }
}
