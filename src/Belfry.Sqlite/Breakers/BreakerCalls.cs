using Belfry.Policies.Breakers;

namespace Belfry.Sqlite;

/// <summary>Moves breakers with the ends of attempts: in the same transaction, one end after the other.</summary>
internal sealed class BreakerCalls(Session session)
{
    // One look for a batch: as long as no breaker has seen a failure, a success costs nothing more.
    private HashSet<string>? stirred;

    public void Ended(string breaker, Call call)
    {
        if (call.Outcome == CallOutcome.Unknown || (call.Outcome == CallOutcome.Succeeded && !Stirred.Contains(breaker)))
        {
            return;
        }

        if (BreakerRows.Find(session, breaker) is { } row
            && Breaker.Next(row.State, row.Policy, call, session.Now) is var next && next != row.State)
        {
            BreakerRows.Write(session, breaker, next);
            Events.Changed(session, row, next);
            Stirred.Add(breaker);
        }
    }

    private HashSet<string> Stirred => stirred ??= [.. BreakerRows.Stirred(session)];
}
