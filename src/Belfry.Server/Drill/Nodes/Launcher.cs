using System.Collections.Concurrent;
using System.Diagnostics;

namespace Belfry.Server.Drill.Nodes;

/// <summary>
/// Starts processes from a thread that ends with the drill: the kernel tells children of the death of the thread that started
/// them, not of the process.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly BlockingCollection<Action> starts = [];

    public Launcher() => new Thread(() =>
    {
        foreach (var start in starts.GetConsumingEnumerable())
        {
            start();
        }

        Thread.Sleep(Timeout.Infinite);
    })
    {
        IsBackground = true,
        Name = "drill launcher",
    }.Start();

    public Task<Process> Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public void Dispose() => starts.CompleteAdding();
}
