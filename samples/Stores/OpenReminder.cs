using Belfry.Jobs;
using Belfry.Locks;

namespace Stores;

/// <summary>Reminds of stores whose hours have begun and that are closed, once in each half hour.</summary>
internal sealed class OpenReminder(DistributedLocks locks, StoreTable stores) : IJob
{
    public const string Lock = "store-open-reminder";

    private static readonly TimeZoneInfo Madrid = TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid");

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        await using var held = await locks.TryAcquireAsync(Lock, TimeSpan.FromMinutes(5), cancellation);
        if (held is null)
        {
            run.Log("Somebody else is sending reminders; nothing to do.");
            return;
        }

        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(run.Due, Madrid).DateTime);
        foreach (var store in stores.ShouldBeOpen(clock))
        {
            // Keyed by the tick: repeating the attempt sends nothing twice.
            if (stores.Remind(store, run.Due))
            {
                run.Log($"{store} should be open since it is {clock:HH:mm}.");
            }
        }
    }
}
