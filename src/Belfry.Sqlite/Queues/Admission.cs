using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>What limits, breakers and pauses leave room for, during one claim. The writer is alone, so it counts and takes in one go.</summary>
internal sealed class Admission
{
    private readonly Session session;
    private readonly IReadOnlyList<QueuePause> pauses;
    private readonly LaneRooms rooms;

    private Admission(Session session, IReadOnlyList<QueuePause> pauses, LaneRooms rooms) =>
        (this.session, this.pauses, this.rooms) = (session, pauses, rooms);

    /// <summary>Null when no queue is paused, nothing is limited and no breaker is open: then a claim pays for three empty looks.</summary>
    public static Admission? Open(Session session)
    {
        var pauses = Pauses.Now(session);
        var bounds = Bounds.All(session);
        var open = BreakerRows.Open(session);
        if (pauses.Count == 0 && bounds.Count == 0 && open.Count == 0)
        {
            return null;
        }

        var running = bounds.Any(bound => bound.Limit.Policy.Running is not null) ? Running(session) : LaneRooms.Running([]);
        var breakers = new BreakerRoom(open, new TrialCalls(session).Of, session.Now);
        return new Admission(session, pauses, new LaneRooms(bounds, running, breakers, session.Now));
    }

    private const string RunningSql =
        "select queue, lane, count(*) from live indexed by live_running where state = 1 group by queue, lane";

    /// <summary>Counted over what runs, which is never much, and not kept: a counter could drift.</summary>
    public static IReadOnlyDictionary<(LimitScope, string), int> Running(Session session) => LaneRooms.Running(
        session.All(RunningSql, row => (row.GetString(0), row.GetString(1), row.GetInt32(2))));

    /// <summary>How many runs of the lane may be claimed.</summary>
    public int Left(string queue, string lane) => IsPaused(queue) ? 0 : rooms.Left(queue, lane);

    /// <summary>Takes one place with each of the lane's limits and its breaker; false when one of them has none, or the queue is paused.</summary>
    public bool TryTake(string queue, string lane) => !IsPaused(queue) && rooms.TryTake(queue, lane);

    /// <summary>
    /// The earliest instant at which something that is in the way now ends by itself: a pause, the wait of a rate, the recovery of a
    /// breaker.
    /// </summary>
    public DateTimeOffset? NextRoom => pauses.Select(pause => pause.Until).Append(rooms.NextAt).Min();

    /// <summary>Writes down what was taken from rates.</summary>
    public void Keep()
    {
        foreach (var bound in rooms.Changed)
        {
            Bounds.Keep(session, bound);
        }
    }

    private bool IsPaused(string queue) => pauses.Any(pause => pause.Queue is null || pause.Queue == queue);
}
