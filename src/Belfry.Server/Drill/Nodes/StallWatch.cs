using System.Diagnostics;

namespace Belfry.Server.Drill.Nodes;

/// <summary>
/// Notes when this process got no processor: a thread that asks for nothing but to be woken is woken late. What a machine is late
/// by is not the node's fault, and the checker allows for as much as was measured, and no more.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim end = new();
    private readonly WorkLog log;
    private readonly Thread thread;

    public StallWatch(WorkLog log)
    {
        this.log = log;
        thread = new Thread(Look) { IsBackground = true, Name = "stall watch" };
        thread.Start();
    }

    public void Dispose()
    {
        end.Set();
        thread.Join();
        end.Dispose();
    }

    private void Look()
    {
        long from = Stopwatch.GetTimestamp();
        while (!end.Wait(LookEvery))
        {
            long now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(from, now) > LookEvery + Least)
            {
                log.Stall(from, now);
            }

            from = now;
        }
    }
}
