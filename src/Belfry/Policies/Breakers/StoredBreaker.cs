namespace Belfry.Policies.Breakers;

/// <summary>A breaker as stores keep it.</summary>
internal sealed record StoredBreaker(string Name, BreakerPolicy Policy, BreakerState State)
{
    public BreakerMode ModeAt(DateTimeOffset now) => Breaker.ModeAt(State, Policy, now);

    /// <summary>See <see cref="Breaker.TrialsFrom"/>.</summary>
    public DateTimeOffset? TrialsFrom => Breaker.TrialsFrom(State, Policy);

    public string SentenceAt(DateTimeOffset now) => $"breaker {Name} {BreakerSentences.Of(State, Policy, now)}";
}
