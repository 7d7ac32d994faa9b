using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>What limits, breakers and pauses leave room for, during one claim. The writer is alone, so it counts and takes in one go.</summary>
internal sealed class Admission
{
    private readonly Session session;
    private readonly IReadOnlyList<QueuePause> pauses;
    private readonly BreakerRoom breakers;
    private readonly Dictionary<(LimitScope, string), Room> rooms = [];

    private Admission(Session session, IReadOnlyList<QueuePause> pauses, BreakerRoom breakers) =>
        (this.session, this.pauses, this.breakers) = (session, pauses, breakers);

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

        var admission = new Admission(session, pauses, new BreakerRoom(open, new TrialCalls(session).Of, session.Now));
        var running = bounds.Any(bound => bound.Limit.Policy.Running is not null) ? RunningByLimit(session) : [];
        foreach (var (limit, fullAt) in bounds)
        {
            var key = (limit.Scope, limit.Name);
            admission.rooms[key] = new Room(limit, fullAt, running.GetValueOrDefault(key), session.Now);
        }

        return admission;
    }

    private const string RunningSql =
        "select queue, lane, count(*) from live indexed by live_running where state = 1 group by queue, lane";

    /// <summary>Counted over what runs, which is never much, and not kept: a counter could drift.</summary>
    public static Dictionary<(LimitScope, string), int> RunningByLimit(Session session)
    {
        var counts = new Dictionary<(LimitScope, string), int>();
        foreach (var (queue, lane, count) in session.All(RunningSql, row => (row.GetString(0), row.GetString(1), row.GetInt32(2))))
        {
            foreach (var limit in LimitsOf(queue, lane))
            {
                counts[limit] = counts.GetValueOrDefault(limit) + count;
            }
        }

        return counts;
    }

    /// <summary>How many runs of the lane may be claimed.</summary>
    public int Left(string queue, string lane) => IsPaused(queue)
        ? 0
        : Rooms(queue, lane).Select(room => room.Left).Append(breakers.Left(RunLane.Breaker(lane))).Min();

    /// <summary>Takes one place with each of the lane's limits and its breaker; false when one of them has none.</summary>
    public bool TryTake(string queue, string lane)
    {
        if (Left(queue, lane) == 0)
        {
            return false;
        }

        foreach (var room in Rooms(queue, lane))
        {
            room.Taken++;
        }

        breakers.Take(RunLane.Breaker(lane));
        return true;
    }

    /// <summary>
    /// The earliest instant at which something that is in the way now ends by itself: a pause, the wait of a rate, the recovery of a
    /// breaker.
    /// </summary>
    public DateTimeOffset? NextRoom =>
        pauses.Select(pause => pause.Until).Concat(rooms.Values.Select(room => room.At)).Append(breakers.Next).Min();

    /// <summary>Writes down what was taken from rates.</summary>
    public void Keep()
    {
        foreach (var room in rooms.Values.Where(room => room is { Taken: > 0, Limit.Policy.Starts: not null }))
        {
            Bounds.Keep(session, room.Limit, TokenBucket.Take(room.Limit.Policy, room.FullAt, session.Now, room.Taken));
        }
    }

    private bool IsPaused(string queue) => pauses.Any(pause => Concerns(pause, queue));

    private static bool Concerns(QueuePause pause, string queue) => pause.Queue is null || pause.Queue == queue;

    private IEnumerable<Room> Rooms(string queue, string lane)
    {
        foreach (var limit in LimitsOf(queue, lane))
        {
            if (rooms.TryGetValue(limit, out var room))
            {
                yield return room;
            }
        }
    }

    private static IEnumerable<(LimitScope, string)> LimitsOf(string queue, string lane) =>
        RunLane.Limits(lane).Prepend((LimitScope.Queue, queue));

    private sealed class Room(Limit limit, DateTimeOffset? fullAt, int running, DateTimeOffset now)
    {
        public Limit Limit => limit;
        public DateTimeOffset? FullAt => fullAt;
        public int Taken { get; set; }

        public int Left => Math.Max(0, Math.Min(Places, Tokens) - Taken);

        /// <summary>When its rate gives the next token; null while it has some, or something else is in the way.</summary>
        public DateTimeOffset? At => Tokens > Taken || Places <= Taken ? null : TokenBucket.Next(
            limit.Policy, Taken > 0 ? TokenBucket.Take(limit.Policy, fullAt, now, Taken) : fullAt);

        private int Places { get; } = limit.Policy.Running is { } most ? most - running : int.MaxValue;

        private int Tokens { get; } = TokenBucket.Available(limit.Policy, fullAt, now);
    }
}
