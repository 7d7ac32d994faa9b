namespace Belfry.Sqlite;

/// <summary>Runs whose instant has come take their place among the ready ones.</summary>
internal static class Promotion
{
    // The rest has its turn with the next claim, which follows at once: its instant is in the past.
    private const int Limit = 1_000;

    private const string DelayedSql =
        """
        update live set state = 0
        where seq in (select seq from live where state = 2 and available_at <= @until order by available_at limit @limit)
        """;

    private const string LaterSql = "select id, job from live where state = 4 and available_at <= @until order by available_at limit @limit";
    private const string TakeTurnSql = "update live set state = 0, slot = job where id = @id";
    private const string WaitSql = "update live set state = 3 where id = @id";

    public static void Run(Session session, DateTimeOffset until)
    {
        session.Execute(DelayedSql, until, Limit);

        // One by one: of two runs of a job that come due together only the first has its turn.
        foreach (var (id, job) in session.All(LaterSql, row => (row.Id(0), row.GetString(1)), until, Limit))
        {
            session.Execute(LiveRuns.InTheWay(session, job) is null ? TakeTurnSql : WaitSql, id);
        }
    }

    private const string NextSql =
        """
        select min(at) from (
          select min(available_at) as at from live where state = 2
          union all
          select min(available_at) from live where state = 4)
        """;

    /// <summary>When the next one's instant comes.</summary>
    public static DateTimeOffset? Next(Session session) =>
        session.Number(NextSql) is { } micros ? Micros.Instant(micros) : null;
}
