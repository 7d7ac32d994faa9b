using Belfry.Engine;
using Microsoft.Extensions.Logging;

namespace Belfry.Hosting;

/// <summary>
/// Runs a service on a thread of its own, waits included: timers and continuations of the thread pool stand still when jobs
/// starve it, and a living node must not look dead then.
/// </summary>
internal static class ThreadLoop
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    public static Task Run(IService service, ILogger logger, CancellationToken stop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                stop.WaitHandle.WaitOne(RunOnce(service, logger, stop));
            }

            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = $"belfry {service.Name}",
            Priority = ThreadPriority.AboveNormal,
        };
        thread.Start();
        return ended.Task;
    }

    private static TimeSpan RunOnce(IService service, ILogger logger, CancellationToken stop)
    {
        try
        {
            return service.RunOnceAsync(stop).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception exception)
        {
            EngineLog.ServiceFailed(logger, exception, service.Name, 1, AfterFailure);
            return AfterFailure;
        }
    }
}
