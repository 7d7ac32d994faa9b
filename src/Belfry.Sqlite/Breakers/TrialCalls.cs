using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Calls under way, by breaker: who is on trial is counted over what runs. Read when the first breaker that is half open asks.</summary>
internal sealed class TrialCalls(Session session)
{
    private ILookup<string, DateTimeOffset>? running;

    private const string RunningSql =
        "select lane, claimed_at from live indexed by live_running where state = 1 and lane >= 'breaker:' and lane < 'breaker;'";

    public int Of(StoredBreaker breaker)
    {
        running ??= session.All(RunningSql, row => (Lane: row.GetString(0), At: row.Instant(1)))
            .ToLookup(call => RunLane.Breaker(call.Lane)!, call => call.At);
        return running[breaker.Name].Count(at => at >= breaker.TrialsFrom);
    }
}
