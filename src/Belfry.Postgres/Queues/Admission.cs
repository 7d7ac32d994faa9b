using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>
/// What limits and breakers leave room for, during one claim. Those of the lanes at hand are locked: who claims under one of them at the
/// same time comes before or after, and counts what this one took.
/// </summary>
internal sealed class Admission
{
    private readonly Session session;
    private readonly LaneRooms rooms;

    private Admission(Session session, LaneRooms rooms) => (this.session, this.rooms) = (session, rooms);

    public static async ValueTask<Admission> Open(Session session, DateTimeOffset now, IReadOnlyCollection<Lane> lanes)
    {
        var limits = lanes.SelectMany(lane => LaneRooms.Limits(lane.Queue, lane.Limits)).ToHashSet();
        var bounds = limits.Count == 0 ? [] : await Bounds.Lock(session, limits);
        var breakers = await Breakers(session, now, lanes);
        var running = bounds.Any(bound => bound.Limit.Policy.Running is not null) ? await Running(session) : LaneRooms.Running([]);
        return new Admission(session, new LaneRooms(bounds, running, breakers, now));
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
    public static async ValueTask<IReadOnlyDictionary<(LimitScope, string), int>> Running(Session session) => LaneRooms.Running(
        await session.All(RunningSql, row => (row.GetString(0), row.GetString(1), (int)row.GetInt64(2))));

    /// <inheritdoc cref="LaneRooms.Left"/>
    public int Left(Lane lane) => rooms.Left(lane.Queue, lane.Limits);

    /// <inheritdoc cref="LaneRooms.TryTake"/>
    public bool TryTake(Lane lane) => rooms.TryTake(lane.Queue, lane.Limits);

    /// <inheritdoc cref="LaneRooms.NextAt"/>
    public DateTimeOffset? NextRoom => rooms.NextAt;

    /// <summary>Writes down what was taken from rates.</summary>
    public async ValueTask Keep()
    {
        foreach (var bound in rooms.Changed)
        {
            await Bounds.Keep(session, bound);
        }
    }
}
