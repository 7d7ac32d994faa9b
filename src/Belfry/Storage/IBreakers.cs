using Belfry.Policies.Breakers;

namespace Belfry.Storage;

/// <summary>
/// Circuit breakers, shared by all nodes. <see cref="IJobs.Save"/> makes and forgets them, <see cref="IRuns.Claim"/> obeys them,
/// <see cref="IRuns.Finish"/> moves them with the ends of attempts, <see cref="IJobs.Fire"/> asks them.
/// </summary>
public interface IBreakers
{
    /// <summary>All breakers, by name.</summary>
    ValueTask<IReadOnlyList<BreakerRecord>> List(CancellationToken cancellation);

    /// <summary>One of them; null when there is none of that name.</summary>
    ValueTask<BreakerRecord?> Get(string name, CancellationToken cancellation);

    /// <summary>Closes it, whatever it is now; calls that began before say nothing about it. Null when there is none of that name.</summary>
    ValueTask<BreakerRecord?> Reset(string name, string reason, string by, CancellationToken cancellation);

    /// <summary>
    /// Opens it until it is reset: once this is answered no claim takes a run that is under it. What runs goes on. Null when there is
    /// none of that name.
    /// </summary>
    ValueTask<BreakerRecord?> Isolate(string name, string reason, string by, CancellationToken cancellation);
}

/// <param name="Name">The resource, or <c>job:NAME</c>.</param>
/// <param name="Policy">Of the job that was saved last of those that share it.</param>
/// <param name="Jobs">How many jobs are under it.</param>
/// <param name="Trials">Trial calls under way; 0 unless it is half open.</param>
/// <param name="Now">The store's clock.</param>
public sealed record BreakerRecord(string Name, BreakerPolicy Policy, BreakerState State, int Jobs, int Trials, DateTimeOffset Now)
{
    public BreakerMode Mode => Breaker.ModeAt(State, Policy, Now);

    /// <summary>When trial calls may begin, in the future or since then; null while closed or isolated.</summary>
    public DateTimeOffset? TrialsFrom => Breaker.TrialsFrom(State, Policy);

    /// <summary>For people; goes on from the name.</summary>
    public string Sentence => BreakerSentences.Of(State, Policy, Now);
}
