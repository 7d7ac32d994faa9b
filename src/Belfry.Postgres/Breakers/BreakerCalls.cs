using Belfry.Policies.Breakers;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Moves breakers with the ends of attempts, in their transaction. Their rows are locked last and by name, so that two batches of
/// ends do not wait for each other in a circle.
/// </summary>
internal sealed class BreakerCalls
{
    /// <summary>
    /// Whether the end of a run of <c>live</c> with an <c>outcome</c> changes no breaker. Most runs are under none, and most breakers have
    /// seen no failure since the last success.
    /// </summary>
    public const string ChangesNone =
        $"""
        not (starts_with(live.lane, '{RunLane.BreakerMark}') and (outcome <> 'succeeded' or exists (
              select 1 from belfry.breaker where (opened_at is not null or recent <> '{EmptyArray}')
                and starts_with(live.lane || chr(10), '{RunLane.BreakerMark}' || breaker.name || chr(10)))))
        """;

    private const string EmptyArray = "{}";

    private readonly List<(string Breaker, Call Call)> ended = [];

    /// <param name="lane">See <see cref="RunLane"/>.</param>
    public void Ended(string lane, Call call)
    {
        if (call.Outcome != CallOutcome.Unknown && RunLane.Breaker(lane) is { } breaker)
        {
            ended.Add((breaker, call));
        }
    }

    // A success is nothing to a breaker that has seen no failure, here or before.
    private const string LockSql =
        $"""
        select {BreakerRows.Columns} from belfry.breaker
        where name = any ($1) and (name = any ($2) or opened_at is not null or recent <> '{EmptyArray}')
        order by name
        for update
        """;

    public async ValueTask Settle(Session session)
    {
        if (ended.Count == 0)
        {
            return;
        }

        var breakers = await session.All(
            LockSql,
            BreakerRows.Read,
            Texts(ended.Select(end => end.Breaker).Distinct()),
            Texts(ended.Where(end => end.Call.Outcome == CallOutcome.Failed).Select(end => end.Breaker).Distinct()));
        var now = breakers.Count == 0 ? default : await session.Now();
        foreach (var breaker in breakers)
        {
            var next = ended
                .Where(end => end.Breaker == breaker.Name)
                .Aggregate(breaker.State, (state, end) => Breaker.Next(state, breaker.Policy, end.Call, now));
            if (next != breaker.State)
            {
                await BreakerRows.Write(session, breaker.Name, next);
                await Events.Changed(session, breaker, next, now);
            }
        }
    }
}
