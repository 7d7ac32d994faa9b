using Belfry.Policies.Breakers;

namespace Belfry.Sqlite;

/// <summary>What open breakers let through, during one claim.</summary>
internal sealed class BreakerRoom
{
    private readonly Dictionary<string, Place> places;

    private BreakerRoom(Dictionary<string, Place> places) => this.places = places;

    public static BreakerRoom Of(Session session, IReadOnlyList<BreakerRow> open)
    {
        var trials = new TrialCalls(session);
        return new BreakerRoom(open.ToDictionary(
            breaker => breaker.Name,
            breaker => new Place(
                Breaker.Room(breaker.State, breaker.Policy, session.Now, trials.Of(breaker)),
                Breaker.TrialsFrom(breaker.State, breaker.Policy) is { } from && from > session.Now ? from : null)));
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
