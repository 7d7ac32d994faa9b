using Belfry.Storage;

namespace Belfry.Locks;

/// <summary>Named locks for the user's own code, held across processes by the store, or by Redis where it is configured.</summary>
/// <remarks>
/// A lock is a lease: it ends with its time even if its holder has not noticed. Pass <see cref="HeldLock.FencingToken"/> to
/// what you write to if a late write would do harm.
/// </remarks>
public sealed class DistributedLocks
{
    private readonly ILocks locks;
    private readonly string owner;
    private readonly TimeProvider time;

    internal DistributedLocks(ILocks locks, string owner, TimeProvider time) =>
        (this.locks, this.owner, this.time) = (locks, owner, time);

    /// <summary>Takes the lock, or answers null at once when somebody else holds it.</summary>
    /// <param name="name">The same for everybody who competes: one line of at most 200 characters, without percent signs.</param>
    /// <param name="ttl">How long it is held unless renewed or released; 10 ms to 30 days.</param>
    /// <exception cref="StoreUnavailableException">The provider cannot be asked: nobody gets the lock.</exception>
    public Task<HeldLock?> TryAcquireAsync(string name, TimeSpan ttl, CancellationToken cancellation = default) =>
        TryAcquireAsync(name, new LockOptions(ttl), cancellation);

    /// <summary>Takes the lock as the options say, or answers null at once when somebody else holds it.</summary>
    /// <param name="name">The same for everybody who competes: one line of at most 200 characters, without percent signs.</param>
    /// <exception cref="StoreUnavailableException">
    /// The provider cannot be asked, and <see cref="LockOptions.WhenAway"/> does not say to run anyway.
    /// </exception>
    public async Task<HeldLock?> TryAcquireAsync(string name, LockOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        Check(LockRules.Name(name), "name", nameof(name));
        Check(LockRules.Ttl(options.Ttl), "time", nameof(options));
        var sent = time.GetTimestamp();
        try
        {
            return await locks.TryAcquire(name, owner, options.Ttl, cancellation) is { } lease
                ? HeldLock.Of(locks, lease, time, sent, options)
                : null;
        }
        catch (StoreUnavailableException) when (options.WhenAway == WhenAway.RunAnyway)
        {
            return HeldLock.Unprotected(locks, name, owner, time);
        }
    }

    /// <summary>Whether somebody holds the lock now. Only a hint: it may change before the caller has read it.</summary>
    /// <exception cref="StoreUnavailableException">The provider cannot be asked.</exception>
    public async Task<bool> IsLockedAsync(string name, CancellationToken cancellation = default) =>
        await locks.Find(name, cancellation) is { Stale: false };

    private static void Check(string? wrong, string what, string parameter)
    {
        if (wrong is not null)
        {
            throw new ArgumentException($"The lock's {what} {wrong}", parameter);
        }
    }
}
