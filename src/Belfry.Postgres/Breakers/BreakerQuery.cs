using Belfry.Policies.Breakers;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Breakers as people see them.</summary>
internal static class BreakerQuery
{
    private const string ListSql =
        $"""
        select {BreakerRows.Columns}, (select count(*) from belfry.breaker_job where breaker_job.breaker = breaker.name)
        from belfry.breaker where $1::text is null or name = $1 order by name
        """;

    public static ValueTask<IReadOnlyList<BreakerRecord>> List(Session session) => List(session, null);

    public static async ValueTask<BreakerRecord?> Find(Session session, string name) => (await List(session, name)).FirstOrDefault();

    private static async ValueTask<IReadOnlyList<BreakerRecord>> List(Session session, string? name)
    {
        var now = await session.Now();
        var rows = await session.All(ListSql, row => (Breaker: BreakerRows.Read(row), Jobs: (int)row.GetInt64(11)), Text(name));
        var trials = await TrialCalls.Read(session, rows.Select(row => row.Breaker), now);
        return
        [
            .. rows.Select(row => new BreakerRecord(
                row.Breaker.Name,
                row.Breaker.Policy,
                row.Breaker.State,
                row.Jobs,
                row.Breaker.ModeAt(now) == BreakerMode.HalfOpen ? trials.Of(row.Breaker) : 0,
                now)),
        ];
    }
}
