namespace Belfry.Locks;

/// <summary>A lock that this code holds; disposing it releases it. Releasing never touches a later holder's lock.</summary>
public sealed class HeldLock : IAsyncDisposable
{
    private readonly ILocks locks;
    private readonly LockLease lease;

    internal HeldLock(ILocks locks, LockLease lease) => (this.locks, this.lease) = (locks, lease);

    public string Name => lease.Name;

    /// <summary>Greater than the token of every earlier holder.</summary>
    public long FencingToken => lease.Token;

    /// <summary>By the store's clock, as of the taking.</summary>
    public DateTimeOffset ExpiresAt => lease.ExpiresAt;

    /// <summary>Holds the lock for another <paramref name="ttl"/>; false when it is no longer held.</summary>
    public async Task<bool> RenewAsync(TimeSpan ttl, CancellationToken cancellation = default) =>
        await locks.Renew(lease.Name, lease.Token, ttl, cancellation);

    public async ValueTask DisposeAsync() => await locks.Release(lease.Name, lease.Token, CancellationToken.None);
}
