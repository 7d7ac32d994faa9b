using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>Calls under way, by breaker: who is on trial is counted over what runs.</summary>
internal sealed class TrialCalls
{
    private readonly ILookup<string, DateTimeOffset> running;

    private TrialCalls(IEnumerable<(string Breaker, DateTimeOffset At)> running) =>
        this.running = running.ToLookup(call => call.Breaker, call => call.At);

    private const string RunningSql =
        $"select lane, claimed_at from belfry.live where state = 1 and starts_with(lane, '{RunLane.BreakerMark}')";

    /// <summary>Looks only if one of the breakers is half open: nobody asks for the others.</summary>
    public static async ValueTask<TrialCalls> Read(Session session, IEnumerable<StoredBreaker> breakers, DateTimeOffset now) =>
        new(breakers.Any(breaker => breaker.ModeAt(now) == BreakerMode.HalfOpen)
            ? await session.All(RunningSql, row => (RunLane.Breaker(row.GetString(0))!, row.Instant(1)))
            : []);

    public int Of(StoredBreaker breaker) => running[breaker.Name].Count(at => at >= breaker.TrialsFrom);
}
