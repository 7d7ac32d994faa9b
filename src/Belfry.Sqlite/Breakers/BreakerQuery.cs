using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Breakers as people see them.</summary>
internal static class BreakerQuery
{
    private const string ListSql =
        $"""
        select {BreakerRows.Columns}, (select count(*) from breaker_job where breaker_job.breaker = breaker.name)
        from breaker order by name
        """;

    public static IReadOnlyList<BreakerRecord> List(Session session)
    {
        var trials = new TrialCalls(session);
        return
        [
            .. session.All(ListSql, row => (Row: BreakerRows.Read(row), Jobs: row.GetInt32(11)))
                .Select(breaker => Record(session, trials, breaker.Row, breaker.Jobs)),
        ];
    }

    private const string JobsSql = "select count(*) from breaker_job where breaker = @name";

    public static BreakerRecord? Find(Session session, string name) => BreakerRows.Find(session, name) is { } row
        ? Record(session, new TrialCalls(session), row, (int)session.Number(JobsSql, name)!.Value)
        : null;

    private static BreakerRecord Record(Session session, TrialCalls trials, StoredBreaker breaker, int jobs) => new(
        breaker.Name,
        breaker.Policy,
        breaker.State,
        jobs,
        breaker.ModeAt(session.Now) == BreakerMode.HalfOpen ? trials.Of(breaker) : 0,
        session.Now);
}
