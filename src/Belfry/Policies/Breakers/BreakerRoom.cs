namespace Belfry.Policies.Breakers;

/// <summary>What open breakers let through, during one claim. Counts along; whoever claims keeps others from claiming meanwhile.</summary>
internal sealed class BreakerRoom
{
    private readonly Dictionary<string, int> left;

    /// <param name="open">Those that are open; all others let everything through.</param>
    /// <param name="trialsOf">Trial calls under way under one that is half open.</param>
    public BreakerRoom(IReadOnlyCollection<StoredBreaker> open, Func<StoredBreaker, int> trialsOf, DateTimeOffset now)
    {
        left = open.ToDictionary(
            breaker => breaker.Name,
            breaker => Breaker.Room(
                breaker.State, breaker.Policy, now, breaker.ModeAt(now) == BreakerMode.HalfOpen ? trialsOf(breaker) : 0));
        Next = open.Select(breaker => breaker.TrialsFrom).Where(from => from > now).Min();
    }

    /// <summary>When the first of those that let nothing through now lets a trial call through.</summary>
    public DateTimeOffset? Next { get; }

    /// <summary>How many runs under the breaker may be claimed.</summary>
    /// <param name="breaker">Null is none.</param>
    public int Left(string? breaker) => breaker is null ? int.MaxValue : left.GetValueOrDefault(breaker, int.MaxValue);

    public void Take(string? breaker)
    {
        if (breaker is not null && left.TryGetValue(breaker, out int places))
        {
            left[breaker] = places - 1;
        }
    }
}
