using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>
/// What open breakers let through, during one claim. Those of the lanes at hand are locked: who claims under one of them at the same
/// time comes before or after, and counts the trial calls that this one began.
/// </summary>
internal sealed class BreakerRoom
{
    private readonly Dictionary<string, Place> places;

    private BreakerRoom(Dictionary<string, Place> places) => this.places = places;

    public static async ValueTask<BreakerRoom> Open(Session session, DateTimeOffset now, IEnumerable<string> lanes)
    {
        var names = lanes.Select(RunLane.Breaker).OfType<string>().ToHashSet();
        var open = names.Count == 0 ? [] : await BreakerRows.LockOpen(session, names);
        var trials = await TrialCalls.Count(session, open, now);
        return new BreakerRoom(open.ToDictionary(
            breaker => breaker.Name,
            breaker => new Place(
                Breaker.Room(breaker.State, breaker.Policy, now, trials.GetValueOrDefault(breaker.Name)),
                Breaker.TrialsFrom(breaker.State, breaker.Policy) is { } from && from > now ? from : null)));
    }

    /// <summary>How many runs under the breaker may be claimed.</summary>
    /// <param name="breaker">Null is none.</param>
    public int Left(string? breaker) =>
        breaker is not null && places.TryGetValue(breaker, out var place) ? place.Left : int.MaxValue;

    public void Take(string? breaker)
    {
        if (breaker is not null && places.TryGetValue(breaker, out var place))
        {
            place.Left--;
        }
    }

    /// <summary>When the first of those that let nothing through now lets a trial call through.</summary>
    public DateTimeOffset? Next => places.Values.Select(place => place.At).Min();

    private sealed class Place(int left, DateTimeOffset? at)
    {
        public int Left { get; set; } = left;

        public DateTimeOffset? At => at;
    }
}
