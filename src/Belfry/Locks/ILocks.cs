namespace Belfry.Locks;

/// <summary>Named locks as the store keeps them; <c>DistributedLocks</c> is what user code takes.</summary>
public interface ILocks
{
    /// <summary>Takes the lock if it is free or its holder's time is over, by the store's clock.</summary>
    /// <returns>The lease with its fencing token, or null when somebody else holds the lock.</returns>
    ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>Extends the lease; false when the token is not the current one or the time was over.</summary>
    ValueTask<bool> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>Gives the lock up; false when the token is not the current one. Only the owner can release.</summary>
    ValueTask<bool> Release(string name, long token, CancellationToken cancellation);

    ValueTask<bool> IsLocked(string name, CancellationToken cancellation);

    ValueTask<IReadOnlyList<LockLease>> List(CancellationToken cancellation);
}

/// <param name="Token">Grows with every taking of any lock.</param>
public sealed record LockLease(
    string Name, string Owner, long Token, DateTimeOffset TakenAt, DateTimeOffset ExpiresAt);
