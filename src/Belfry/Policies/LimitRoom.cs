using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>A limit as it is kept.</summary>
/// <param name="FullAt">See <see cref="TokenBucket"/>.</param>
internal sealed record Bound(Limit Limit, DateTimeOffset? FullAt);

/// <summary>What one limit leaves room for, and what a claim has taken of it. Pure: the instant is given, and nothing is written.</summary>
/// <param name="running">Attempts that count against it.</param>
internal sealed class LimitRoom(Bound bound, int running, DateTimeOffset now)
{
    private readonly LimitPolicy policy = bound.Limit.Policy;
    private readonly int places = bound.Limit.Policy.Running is { } most ? most - running : int.MaxValue;
    private readonly int tokens = TokenBucket.Available(bound.Limit.Policy, bound.FullAt, now);
    private int taken;

    public int Left => Math.Max(0, Math.Min(places, tokens) - taken);

    /// <summary>When its rate gives the next token; null while it has some, or something else is in the way.</summary>
    public DateTimeOffset? NextAt => tokens > taken || places <= taken ? null : TokenBucket.Next(policy, FullAt);

    /// <summary>What is to be kept of its rate; null when that has not changed.</summary>
    public Bound? Changed => taken > 0 && policy.Starts is not null ? bound with { FullAt = FullAt } : null;

    private DateTimeOffset? FullAt => taken > 0 ? TokenBucket.Take(policy, bound.FullAt, now, taken) : bound.FullAt;

    public void Take() => taken++;
}
