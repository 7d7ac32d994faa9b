using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>
/// What limits and breakers leave room for, during one claim. The limits of the lanes at hand are locked: who claims under one of them at the
/// same time comes before or after, and counts what this one took.
/// </summary>
internal sealed class Admission
{
    private readonly Session session;
    private readonly DateTimeOffset now;
    private readonly BreakerRoom breakers;
    private readonly Dictionary<(LimitScope, string), Room> rooms = [];

    private Admission(Session session, DateTimeOffset now, BreakerRoom breakers) =>
        (this.session, this.now, this.breakers) = (session, now, breakers);

    public static async ValueTask<Admission> Open(Session session, DateTimeOffset now, IReadOnlyCollection<Lane> lanes)
    {
        var limits = lanes.SelectMany(lane => LimitsOf(lane.Queue, lane.Limits)).ToHashSet();
        var bounds = limits.Count == 0 ? [] : await Bounds.Lock(session, limits);
        var admission = new Admission(session, now, await Breakers(session, now, lanes));
        var running = bounds.Any(bound => bound.Limit.Policy.Running is not null) ? await RunningByLimit(session) : [];
        foreach (var (limit, fullAt) in bounds)
        {
            var key = (limit.Scope, limit.Name);
            admission.rooms[key] = new Room(limit, fullAt, running.GetValueOrDefault(key), now);
        }

        return admission;
    }

    // Locked, so that who claims under one of them at the same time counts the trial calls that this one began.
    private static async ValueTask<BreakerRoom> Breakers(Session session, DateTimeOffset now, IEnumerable<Lane> lanes)
    {
        var names = lanes.Select(lane => RunLane.Breaker(lane.Limits)).OfType<string>().ToHashSet();
        var open = names.Count == 0 ? [] : await BreakerRows.LockOpen(session, names);
        return new BreakerRoom(open, (await TrialCalls.Read(session, open, now)).Of, now);
    }

    private const string RunningSql = "select queue, lane, count(*) from belfry.live where state = 1 group by queue, lane";

    /// <summary>Counted over what runs, which is never much, and not kept: a counter could drift.</summary>
    public static async ValueTask<Dictionary<(LimitScope, string), int>> RunningByLimit(Session session)
    {
        var counts = new Dictionary<(LimitScope, string), int>();
        foreach (var (queue, lane, count) in await session.All(
            RunningSql, row => (row.GetString(0), row.GetString(1), (int)row.GetInt64(2))))
        {
            foreach (var limit in LimitsOf(queue, lane))
            {
                counts[limit] = counts.GetValueOrDefault(limit) + count;
            }
        }

        return counts;
    }

    /// <summary>How many runs of the lane may be claimed.</summary>
    public int Left(Lane lane) => Rooms(lane).Select(room => room.Left).Append(breakers.Left(RunLane.Breaker(lane.Limits))).Min();

    /// <summary>Takes one place with each of the lane's limits and its breaker; false when one of them has none.</summary>
    public bool TryTake(Lane lane)
    {
        if (Left(lane) == 0)
        {
            return false;
        }

        foreach (var room in Rooms(lane))
        {
            room.Taken++;
        }

        breakers.Take(RunLane.Breaker(lane.Limits));
        return true;
    }

    /// <summary>The earliest instant at which the wait of a rate or the recovery of a breaker ends.</summary>
    public DateTimeOffset? NextRoom => rooms.Values.Select(room => room.At).Append(breakers.Next).Min();

    /// <summary>Writes down what was taken from rates.</summary>
    public async ValueTask Keep()
    {
        foreach (var room in rooms.Values.Where(room => room is { Taken: > 0, Limit.Policy.Starts: not null }))
        {
            await Bounds.Keep(session, room.Limit, TokenBucket.Take(room.Limit.Policy, room.FullAt, now, room.Taken));
        }
    }

    private IEnumerable<Room> Rooms(Lane lane)
    {
        foreach (var limit in LimitsOf(lane.Queue, lane.Limits))
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
