namespace Belfry.Locks;

/// <summary>Named locks for the user's own code, held across processes by the store.</summary>
/// <remarks>
/// A lock is a lease: it ends with its time even if its holder has not noticed. Pass <see cref="HeldLock.FencingToken"/> to
/// what you write to if a late write would do harm.
/// </remarks>
public sealed class DistributedLocks
{
    private readonly ILocks locks;
    private readonly string owner;

    internal DistributedLocks(ILocks locks, string owner) => (this.locks, this.owner) = (locks, owner);

    /// <summary>Takes the lock, or answers null at once when somebody else holds it.</summary>
    /// <param name="name">Any name; the same for everybody who competes.</param>
    /// <param name="ttl">How long it is held unless renewed or released; at least 10 ms.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be asked: nobody gets the lock.</exception>
    public async Task<HeldLock?> TryAcquireAsync(string name, TimeSpan ttl, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, TimeSpan.FromMilliseconds(10));
        var lease = await locks.TryAcquire(name, owner, ttl, cancellation);
        return lease is null ? null : new HeldLock(locks, lease);
    }

    /// <summary>Whether somebody holds the lock now. Only a hint: it may change before the caller has read it.</summary>
    public async Task<bool> IsLockedAsync(string name, CancellationToken cancellation = default) =>
        await locks.IsLocked(name, cancellation);
}
