using Belfry.Jobs;
using Belfry.Locks;

namespace Stores;

/// <summary>Closes what is still open. Managers close stores by hand at the same hours, so both take the same lock.</summary>
internal sealed class AutoClose(DistributedLocks locks, StoreTable stores, LastCall lastCall, TimeProvider time) : IJob
{
    /// <summary>Whoever closes stores holds this lock.</summary>
    public const string Lock = "store-auto-close";

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        await using var held = await locks.TryAcquireAsync(Lock, TimeSpan.FromMinutes(10), cancellation);
        if (held is null)
        {
            run.Log("Somebody else is closing stores; nothing to do.");
            return;
        }

        await Task.Delay(lastCall.Length, time, cancellation);

        // The token goes with the write: should this process sleep past its lock, a later holder's work stands.
        foreach (var store in stores.CloseAll(time.GetUtcNow(), held.FencingToken))
        {
            run.Log($"{store} was still open.");
        }
    }
}
