using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Claims that came to nothing: the runs are ready again as if they had not been claimed.</summary>
internal static class HandBack
{
    // The next attempt has the same number.
    private const string ForgetOutputSql =
        """
        delete from belfry.output using belfry.live
        where live.id = any ($1) and output.run = live.id and output.attempt = live.attempt
        """;

    private const string ReadySql =
        """
        update belfry.live
        set state = 0, attempt = attempt - 1, retrying = attempt > 1, token = case when $2 then token end,
            node = null, node_name = null, claimed_at = null, output_end = 0, output_bytes = 0, output_dropped = 0
        where id = any ($1)
        """;

    /// <param name="keepToken">The node said so itself, and may say it again.</param>
    public static async ValueTask Run(Session session, IReadOnlyCollection<Guid> runs, bool keepToken)
    {
        if (runs.Count > 0)
        {
            await session.Execute(ForgetOutputSql, Ids(runs));
            await session.Execute(ReadySql, Ids(runs), Flag(keepToken));
        }
    }
}
