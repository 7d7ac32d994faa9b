namespace Belfry.Locks;

/// <summary>Named locks as a provider keeps them; <see cref="DistributedLocks"/> is what user code takes.</summary>
/// <remarks>
/// The provider's clock alone judges what is held. Whoever cannot reach it gets a
/// <see cref="Storage.StoreUnavailableException"/>. If an answer is lost on its way the lock may have been taken all the same;
/// it is then free again after its time.
/// </remarks>
public interface ILocks
{
    /// <summary>Takes the lock if it is free or its holder's time is over.</summary>
    /// <returns>The lease with its fencing token, or null when somebody else holds the lock.</returns>
    ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>Lets the lease end <paramref name="ttl"/> from now.</summary>
    /// <returns>Its new end; null when the token is not the current one or the time was over.</returns>
    ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>Gives the lock up. Only the owner can, and never touches a later owner's lock.</summary>
    /// <returns>False when it was not held any more: the token is not the current one or the time was over.</returns>
    ValueTask<bool> Release(string name, long token, CancellationToken cancellation);

    /// <summary>Takes the lock away from whoever holds it, or tidies it up when its time is over.</summary>
    /// <returns>The lease that ended; null when nobody has one.</returns>
    ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation);

    /// <summary>The lease of a lock, also a stale one; null when there is none.</summary>
    ValueTask<LockLease?> Find(string name, CancellationToken cancellation);

    /// <summary>Leases by name, also stale ones.</summary>
    ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation);

    /// <summary>What became of the attempts at each lock, by name; names that nobody used for 30 days are forgotten.</summary>
    /// <param name="after">Only names after this one, in the order of their UTF-8 bytes.</param>
    /// <param name="limit">Most names.</param>
    ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation);
}

/// <param name="Owner">For people; what proves ownership is the token.</param>
/// <param name="Token">Greater than that of every earlier lease of this lock.</param>
/// <param name="Stale">Its time is over, it was not released, and nobody has taken the lock since.</param>
public sealed record LockLease(
    string Name, string Owner, long Token, DateTimeOffset TakenAt, DateTimeOffset ExpiresAt, bool Stale = false);

/// <param name="Stale">Only leases whose time is over.</param>
/// <param name="After">Only names after this one, in the order of their UTF-8 bytes.</param>
public sealed record LockQuery(bool Stale = false, string? After = null, int Limit = 100);
