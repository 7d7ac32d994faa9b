using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>Trial calls under way, counted over what runs.</summary>
internal static class TrialCalls
{
    private const string RunningSql =
        $"select lane, claimed_at from belfry.live where state = 1 and starts_with(lane, '{RunLane.BreakerMark}')";

    /// <summary>How many, for those of the breakers that are half open.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, int>> Count(
        Session session, IReadOnlyCollection<BreakerRow> breakers, DateTimeOffset now)
    {
        var from = breakers
            .Select(breaker => (breaker.Name, From: Breaker.TrialsFrom(breaker.State, breaker.Policy)))
            .Where(breaker => breaker.From <= now)
            .ToDictionary(breaker => breaker.Name, breaker => breaker.From!.Value);
        if (from.Count == 0)
        {
            return new Dictionary<string, int>();
        }

        return (await session.All(RunningSql, row => (Breaker: RunLane.Breaker(row.GetString(0))!, At: row.Instant(1))))
            .Where(call => from.TryGetValue(call.Breaker, out var first) && call.At >= first)
            .CountBy(call => call.Breaker)
            .ToDictionary();
    }
}
