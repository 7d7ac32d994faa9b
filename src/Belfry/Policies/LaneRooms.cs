using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>What all limits and breakers together leave room for in each lane, during one claim. Pure, as <see cref="LimitRoom"/> is.</summary>
internal sealed class LaneRooms
{
    private readonly Dictionary<(LimitScope, string), LimitRoom> rooms = [];
    private readonly BreakerRoom breakers;

    /// <param name="running">Attempts that count against each limit.</param>
    public LaneRooms(
        IEnumerable<Bound> bounds, IReadOnlyDictionary<(LimitScope, string), int> running, BreakerRoom breakers, DateTimeOffset now)
    {
        this.breakers = breakers;
        foreach (var bound in bounds)
        {
            var key = (bound.Limit.Scope, bound.Limit.Name);
            rooms[key] = new LimitRoom(bound, running.GetValueOrDefault(key), now);
        }
    }

    /// <summary>The earliest instant at which the wait of a rate or the recovery of a breaker ends.</summary>
    public DateTimeOffset? NextAt => rooms.Values.Select(room => room.NextAt).Append(breakers.Next).Min();

    /// <summary>Rates of which something was taken.</summary>
    public IEnumerable<Bound> Changed => rooms.Values.Select(room => room.Changed).OfType<Bound>();

    /// <summary>How many attempts count against each limit.</summary>
    /// <param name="lanes">What runs, by queue and lane.</param>
    public static IReadOnlyDictionary<(LimitScope, string), int> Running(IEnumerable<(string Queue, string Lane, int Count)> lanes)
    {
        var counts = new Dictionary<(LimitScope, string), int>();
        foreach (var (queue, lane, count) in lanes)
        {
            foreach (var limit in Limits(queue, lane))
            {
                counts[limit] = counts.GetValueOrDefault(limit) + count;
            }
        }

        return counts;
    }

    /// <summary>The limits that a lane may be under.</summary>
    public static IEnumerable<(LimitScope Scope, string Name)> Limits(string queue, string lane) =>
        RunLane.Limits(lane).Prepend((LimitScope.Queue, queue));

    /// <summary>How many runs of the lane may be claimed.</summary>
    public int Left(string queue, string lane) => 
        Of(queue, lane).Select(room => room.Left).Append(breakers.Left(RunLane.Breaker(lane))).Min();

    /// <summary>Takes one place with each of the lane's limits and its breaker; false when one of them has none.</summary>
    public bool TryTake(string queue, string lane)
    {
        if (Left(queue, lane) == 0)
        {
            return false;
        }

        foreach (var room in Of(queue, lane))
        {
            room.Take();
        }

        breakers.Take(RunLane.Breaker(lane));
        return true;
    }

    private IEnumerable<LimitRoom> Of(string queue, string lane) =>
        Limits(queue, lane).Select(limit => rooms.GetValueOrDefault(limit)).OfType<LimitRoom>();
}
