namespace Belfry.Sqlite;

/// <summary>A claim that came to nothing: the run is ready again as if it had not been claimed.</summary>
internal static class HandBack
{
    private const string ForgetOutputSql =
        "delete from output where run = @id and attempt = (select attempt from live where id = @id)";

    private const string ReadySql =
        """
        update live
        set state = 0, attempt = attempt - 1, retrying = attempt > 1, token = case when @keepToken then token end,
            node = null, node_name = null, claimed_at = null, output_end = 0, output_bytes = 0, output_dropped = 0
        where id = @id
        """;

    /// <param name="keepToken">The node said so itself, and may say it again.</param>
    public static void Run(Session session, Guid run, bool keepToken)
    {
        // The next attempt has the same number.
        session.Execute(ForgetOutputSql, run);
        session.Execute(ReadySql, keepToken, run);
    }
}
