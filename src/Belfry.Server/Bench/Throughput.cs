using System.Diagnostics;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>Enqueue: how fast runs get into the store. Drain: how fast a node claims, executes and finishes runs that do nothing.</summary>
internal static class Throughput
{
    private const int Batch = 500;
    private const int Slots = 500;
    private const int Rounds = 3;
    private const string Job = "bench/throughput";

    public static async Task<IReadOnlyList<Figure>> Enqueue(string? folder, int runs, TimeProvider time, CancellationToken cancellation)
    {
        var rates = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            await using var bench = await BenchStore.Create(folder, time, cancellation);
            await using var store = bench.Open();
            var took = await Fill(bench, store, runs, cancellation);
            rates.Add(runs / took.TotalSeconds);
        }

        return [new Figure("enqueue", "runs enqueued", Figure.Median(rates), "runs/s", $"{runs} in batches of {Batch}, median of {Rounds} rounds")];
    }

    public static async Task<IReadOnlyList<Figure>> Drain(string? folder, int runs, TimeProvider time, CancellationToken cancellation)
    {
        var rates = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            await using var bench = await BenchStore.Create(folder, time, cancellation);
            await using var store = bench.Open();
            await Fill(bench, store, runs, cancellation);
            var watch = Stopwatch.StartNew();
            using var host = await bench.StartNode(Slots, cancellation);
            await bench.Drained(store, runs, cancellation);
            rates.Add(runs / watch.Elapsed.TotalSeconds);
            await host.StopAsync(cancellation);
        }

        return [new Figure("drain", "runs claimed, executed, finished", Figure.Median(rates), "runs/s", $"{runs} from the node's start on, median of {Rounds} rounds")];
    }

    private static async Task<TimeSpan> Fill(BenchStore bench, IStore store, int runs, CancellationToken cancellation)
    {
        await bench.AddJob(store, Job, "manual", cancellation);
        NewRun[] all = [.. Enumerable.Range(0, runs).Select(_ => bench.NewRun(Job))];
        var watch = Stopwatch.StartNew();
        foreach (var batch in all.Chunk(Batch))
        {
            await store.Runs.Enqueue(batch, cancellation);
        }

        return watch.Elapsed;
    }
}
