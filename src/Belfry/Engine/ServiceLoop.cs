using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>The one loop that all services share: wait, wake-up, back-off with jitter, stop. Nothing ends it but stop.</summary>
internal static class ServiceLoop
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostBackoff = TimeSpan.FromSeconds(5);

    // No timer takes more than 49 days; a service that is asked to wait longer looks once in between.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public static async Task Run(
        IService service, Wakeup wakeup, Chance chance, ILogger logger, CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await service.RunOnceAsync(stop);
                failures = 0;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                wait = Backoff(++failures, chance);
                Report(logger, service.Name, exception, failures, wait);
            }

            if (wait > TimeSpan.Zero || wait == Timeout.InfiniteTimeSpan)
            {
                await wakeup.WaitAsync(wait < LongestWait ? wait : LongestWait, stop);
            }
        }
    }

    private static TimeSpan Backoff(int failures, Chance chance)
    {
        var grown = FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 10));
        return (grown > MostBackoff ? MostBackoff : grown) * (0.5 + chance.NextDouble() / 2);
    }

    // An outage makes one line when it begins and one in sixteen after, not one for each try.
    private static void Report(ILogger logger, string service, Exception exception, int failures, TimeSpan wait)
    {
        if (failures % 16 != 1)
        {
            return;
        }

        if (exception is StoreException)
        {
            EngineLog.StoreTrouble(logger, service, exception.Message, failures, wait);
        }
        else
        {
            EngineLog.ServiceFailed(logger, exception, service, failures, wait);
        }
    }
}
