using System.Diagnostics;
using System.Globalization;

namespace Belfry.Server.Bench;

/// <summary>From an enqueue in this process to the start in another one, while nothing else happens.</summary>
internal static class StartTimes
{
    private const int Most = 500;
    private const string Job = "bench/start";

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        int runs = Math.Min(plan.Runs, Most);
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJob(store, Job, "manual", cancellation, BenchNode.Timestamp);
        await using var node = await BenchProcess.Start(bench.Place.Address, 4, cancellation);
        var took = new List<double>(runs);
        for (int i = 0; i < runs; i++)
        {
            // Out of step with every poll.
            await Task.Delay(TimeSpan.FromMilliseconds(50 + i * 37 % 100), plan.Time, cancellation);
            long enqueued = Stopwatch.GetTimestamp();
            await store.Runs.Enqueue([bench.NewRun(Job)], cancellation);
            store.Wakeups?.Announce();
            long started = long.Parse(await node.ReadLine(cancellation), CultureInfo.InvariantCulture);
            took.Add(Stopwatch.GetElapsedTime(enqueued, started).TotalMilliseconds);
        }

        string detail = $"{runs} runs, one at a time, to another process";
        return
        [
            new Figure("start", "enqueue to start, median", Figure.Median(took), "ms", detail),
            new Figure("start", "enqueue to start, 99 of 100 below", Figure.Percentile(took, 0.99), "ms", detail),
        ];
    }
}
