using Belfry.Engine;
using Belfry.Storage;

namespace Belfry.Locks;

/// <summary>A lock that this code holds; disposing it releases it. Releasing never touches a later holder's lock.</summary>
/// <remarks>
/// The state is judged by this process's own monotonic clock and errs on the safe side: <see cref="Lost"/> fires before
/// anybody else can have the lock, unless the whole process stood still meanwhile. What must not be written by two holders
/// is protected by checking <see cref="FencingToken"/> where it is written.
/// </remarks>
public sealed class HeldLock : IAsyncDisposable
{
    private readonly ILocks locks;
    private readonly TimeProvider time;
    private readonly LeaseTime? leaseTime;
    private readonly CancellationTokenSource released = new();
    private LockLease lease;
    private Task renewing = Task.CompletedTask;

    // Without a lease time it is unprotected: there is no lease.
    private HeldLock(ILocks locks, LockLease lease, TimeProvider time, LeaseTime? leaseTime) =>
        (this.locks, this.lease, this.time, this.leaseTime) = (locks, lease, time, leaseTime);

    /// <summary>The name it was taken under.</summary>
    public string Name => lease.Name;

    /// <summary>Greater than the token of every earlier holder; 0, less than every token, when unprotected.</summary>
    public long FencingToken => lease.Token;

    /// <summary>By the provider's clock, as of the taking or the last renewal.</summary>
    public DateTimeOffset ExpiresAt => lease.ExpiresAt;

    /// <summary>Whether the lock protects this code right now.</summary>
    public LockState State =>
        released.IsCancellationRequested ? LockState.Released
        : leaseTime is null ? LockState.Unprotected
        : leaseTime.IsOver ? LockState.Lost
        : LockState.Held;

    /// <summary>
    /// Fires when the lock is lost: its time is over, or a renewal was refused. Stop then what it protects. Does not fire after
    /// a release, and never when unprotected.
    /// </summary>
    public CancellationToken Lost => leaseTime?.Over ?? CancellationToken.None;

    internal static HeldLock Of(ILocks locks, LockLease lease, TimeProvider time, long sent, LockOptions options)
    {
        var held = new HeldLock(locks, lease, time, new LeaseTime(time, sent, options.Ttl));
        if (options.KeepRenewing)
        {
            held.renewing = held.KeepRenewing(options.Ttl);
        }

        return held;
    }

    internal static HeldLock Unprotected(ILocks locks, string name, string owner, TimeProvider time) =>
        new(locks, new LockLease(name, owner, 0, default, default), time, null);

    /// <summary>Holds the lock for another <paramref name="ttl"/>; false when it is lost. An unprotected one has nothing to renew: true.</summary>
    /// <exception cref="StoreUnavailableException">The provider cannot be asked; the lock is held until its time is over.</exception>
    public async Task<bool> RenewAsync(TimeSpan ttl, CancellationToken cancellation = default)
    {
        if (LockRules.Ttl(ttl) is { } wrong)
        {
            throw new ArgumentException($"The time {wrong}", nameof(ttl));
        }

        if (State != LockState.Held)
        {
            return State == LockState.Unprotected;
        }

        var sent = time.GetTimestamp();
        if (await locks.Renew(lease.Name, lease.Token, ttl, cancellation) is not { } end)
        {
            leaseTime!.End();
            return false;
        }

        lease = lease with { ExpiresAt = end };
        return leaseTime!.Extend(sent, ttl);
    }

    /// <summary>Gives the lock up before the block ends; false when it was lost before. Once is enough.</summary>
    /// <exception cref="StoreUnavailableException">The provider cannot be asked; the lock ends with its time.</exception>
    public async Task<bool> ReleaseAsync(CancellationToken cancellation = default)
    {
        if (released.IsCancellationRequested)
        {
            return false;
        }

        released.Cancel();
        await renewing;
        leaseTime?.Dispose();
        return leaseTime is null || await locks.Release(lease.Name, lease.Token, cancellation);
    }

    /// <summary>Releases it. When the provider cannot be asked the lock ends with its time.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ReleaseAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // An exception from here would hide the one that ended the block, and there is nothing left to do.
        }
    }

    private async Task KeepRenewing(TimeSpan ttl)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(released.Token, Lost);
        var wait = ttl / 3;
        while (true)
        {
            await Wait.For(wait, time, stop.Token);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await RenewAsync(ttl, stop.Token);
                wait = ttl / 3;
            }
            catch (Exception)
            {
                // Two thirds of the time are left to reach the provider again; only time decides that the lock is lost.
                wait = ttl / 10;
            }
        }
    }
}
