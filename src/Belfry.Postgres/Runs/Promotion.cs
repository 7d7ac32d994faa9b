using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Runs whose instant has come take their place among the ready ones.</summary>
internal static class Promotion
{
    // The rest has its turn with the next claim, which follows at once: its instant is in the past.
    private const int Limit = 1_000;

    // An array, so that the rows are looked up and the table is not read for them.
    private const string DelayedSql =
        """
        update belfry.live set state = 0
        where id = any (array(
          select id from belfry.live where state = 2 and available_at <= belfry.now() + $1 * interval '1 microsecond'
          order by available_at limit $2 for no key update skip locked))
        """;

    private const string LaterSql =
        """
        select id, job from belfry.live where state = 4 and available_at <= belfry.now() + $1 * interval '1 microsecond'
        order by available_at limit $2
        """;

    private const string JobsSql = "select 1 from belfry.job where name = any ($1) order by name for no key update";

    private const string PlaceSql =
        """
        update belfry.live set state = place.state, slot = case when place.state = 0 then job end
        from unnest($1, $2) as place (run, state)
        where live.id = place.run and live.state = 4
        """;

    public static async ValueTask Run(Session session, TimeSpan ahead)
    {
        await session.Execute(DelayedSql, Number(ahead.Microseconds()), Number(Limit));
        var later = await session.All(LaterSql, row => (Id: row.Id(0), Job: row.GetString(1)), Number(ahead.Microseconds()), Number(Limit));
        if (later.Count == 0)
        {
            return;
        }

        var jobs = later.Select(run => run.Job).Distinct().ToList();
        await session.Execute(JobsSql, Texts(jobs));
        var inTheWay = await LiveRuns.InTheWay(session, jobs);

        // Of two runs of a job that come due together only the first has its turn.
        var served = inTheWay.Keys.ToHashSet();
        var states = later.Select(run => served.Add(run.Job) ? LiveState.Ready : LiveState.Blocked);
        await session.Execute(PlaceSql, Ids(later.Select(run => run.Id)), Ints(states));
    }

    private const string NextSql =
        """
        select least(
          (select min(available_at) from belfry.live where state = 2), (select min(available_at) from belfry.live where state = 4))
        """;

    /// <summary>When the next one's instant comes.</summary>
    public static ValueTask<DateTimeOffset?> Next(Session session) => session.First(NextSql, row => row.InstantOrNull(0));
}
