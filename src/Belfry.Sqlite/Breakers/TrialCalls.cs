using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Trial calls under way, counted over what runs. Read once, when the first breaker that is half open asks.</summary>
internal sealed class TrialCalls(Session session)
{
    private ILookup<string, DateTimeOffset>? running;

    private const string RunningSql =
        "select lane, claimed_at from live indexed by live_running where state = 1 and lane >= 'breaker:' and lane < 'breaker;'";

    /// <summary>0 unless the breaker is half open.</summary>
    public int Of(BreakerRow breaker)
    {
        if (Breaker.TrialsFrom(breaker.State, breaker.Policy) is not { } from || from > session.Now)
        {
            return 0;
        }

        running ??= session.All(RunningSql, row => (Lane: row.GetString(0), At: row.Instant(1)))
            .ToLookup(call => RunLane.Breaker(call.Lane)!, call => call.At);
        return running[breaker.Name].Count(at => at >= from);
    }
}
