using System.Diagnostics;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>How long retention takes to forget a day, and what a claim costs meanwhile.</summary>
internal static class Retention
{
    private const int Slice = 1_000;
    private const string Job = "bench/retention";

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        int runs = Math.Max(plan.History, plan.Runs);
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJob(store, Job, "manual", cancellation);
        await bench.Place.FillHistory(Job, runs, cancellation);
        var before = await Enqueues(bench, store, Task.Delay(TimeSpan.FromSeconds(2), plan.Time, cancellation), cancellation);
        var watch = Stopwatch.StartNew();
        var pruning = Prune(store, cancellation);
        var during = await Enqueues(bench, store, pruning, cancellation);
        await pruning;
        string detail = $"{runs} runs of one day";
        return
        [
            new Figure("retention", "a day forgotten", watch.Elapsed.TotalMilliseconds, "ms", detail),
            new Figure("retention", "enqueue beforehand, median", Figure.Median(before), "ms", detail),
            new Figure("retention", "enqueue meanwhile, slowest", during.Max(), "ms", $"{detail}, {during.Count} of them"),
        ];
    }

    private static async Task Prune(IStore store, CancellationToken cancellation)
    {
        while (await store.Runs.Prune(RetentionPolicy.Default, Slice, cancellation) >= Slice)
        {
            // Until nothing is left.
        }
    }

    // One at a time, at least one, until the other work is done.
    private static async Task<List<double>> Enqueues(BenchStore bench, IStore store, Task until, CancellationToken cancellation)
    {
        var took = new List<double>();
        do
        {
            var watch = Stopwatch.StartNew();
            await store.Runs.Enqueue([bench.NewRun(Job)], cancellation);
            took.Add(watch.Elapsed.TotalMilliseconds);
        }
        while (!until.IsCompleted);
        return took;
    }
}
