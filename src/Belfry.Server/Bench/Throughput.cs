using System.Diagnostics;
using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>Enqueue: how fast runs get into the store. Drain: how fast nodes claim, execute and finish runs that do nothing.</summary>
internal static class Throughput
{
    private const int Batch = 500;

    // As many runs on their way as the raw loop has.
    private const int Slots = 2_000;
    private const int Rounds = 3;
    private const string Job = "bench/throughput";

    public static async Task<IReadOnlyList<Figure>> Enqueue(BenchPlan plan, CancellationToken cancellation)
    {
        var rates = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            await using var bench = await plan.NewStore(cancellation);
            await using var store = bench.Open();
            await bench.AddJob(store, Job, "manual", cancellation);
            var took = await Fill(bench, store, plan.Runs, cancellation);
            rates.Add(plan.Runs / took.TotalSeconds);
        }

        return [new Figure("enqueue", "runs enqueued", Figure.Median(rates), "runs/s", $"{plan.Runs} in batches of {Batch}, median of {Rounds} rounds")];
    }

    /// <summary>Raw loop, empty history and full history in turns, so that what slows the machine slows them all.</summary>
    public static async Task<IReadOnlyList<Figure>> Drain(BenchPlan plan, CancellationToken cancellation)
    {
        List<double> narrow = [], raw = [], empty = [], full = [], several = [], guarded = [];
        for (int round = 0; round < Rounds; round++)
        {
            narrow.AddRange(await Raw(plan, RawRows.Narrow, cancellation));
            raw.AddRange(await Raw(plan, RawRows.Belfrys, cancellation));
            empty.Add(await DrainOnce(plan, history: 0, nodes: 1, cancellation));
            if (plan.History > 0)
            {
                full.Add(await DrainOnce(plan, plan.History, nodes: 1, cancellation));
            }

            if (plan.Breaker)
            {
                guarded.Add(await DrainOnce(plan, history: 0, nodes: 1, cancellation, new JobBreaker()));
            }

            if (plan.Nodes > 1)
            {
                several.Add(await DrainOnce(plan, history: 0, plan.Nodes, cancellation));
            }
        }

        string detail = $"{plan.Runs} runs, median of {Rounds} rounds";
        double rate = Figure.Median(empty);
        var figures = new List<Figure> { new("drain", "runs claimed, executed, finished", rate, "runs/s", detail) };
        figures.AddRange(Shares("the raw loop over the same rows", raw, rate, detail));
        figures.AddRange(Shares("the raw loop over rows of four columns", narrow, rate, detail));
        if (full.Count > 0)
        {
            figures.Add(new("drain", "with history", Figure.Median(full), "runs/s", $"{detail}, {plan.History} finished runs before"));
        }

        if (guarded.Count > 0)
        {
            figures.Add(new("drain", "under a closed breaker", Figure.Median(guarded), "runs/s", detail));
        }

        if (several.Count > 0)
        {
            figures.Add(new("drain", "by several processes", Figure.Median(several), "runs/s", $"{detail}, {plan.Nodes} processes"));
        }

        return figures;
    }

    private static IEnumerable<Figure> Shares(string of, List<double> raw, double rate, string detail) => raw.Count == 0
        ? []
        :
        [
            new("drain", of, Figure.Median(raw), "runs/s", $"{detail}; batches of {Batch}, four connections, nothing in between"),
            new("drain", $"share of {of}", 100 * rate / Figure.Median(raw), "%", detail),
        ];

    private static async Task<double[]> Raw(BenchPlan plan, RawRows rows, CancellationToken cancellation)
    {
        await using var bench = await plan.NewStore(cancellation);
        return await bench.Place.RawLoop(rows, plan.Runs, cancellation) is { } rate ? [rate] : [];
    }

    // Several processes take a while to start; none works before all are there, because the runs come last.
    private static async Task<double> DrainOnce(
        BenchPlan plan, int history, int nodes, CancellationToken cancellation, JobBreaker? breaker = null)
    {
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJob(store, Job, "manual", cancellation, breaker: breaker);
        if (history > 0)
        {
            await bench.Place.FillHistory(Job, history, cancellation);
        }

        if (nodes > 1)
        {
            await store.Queues.Pause(new QueuePause(null, "the nodes are starting", "bench", await store.Now(cancellation), null), cancellation);
        }

        await Fill(bench, store, plan.Runs, cancellation);
        var watch = Stopwatch.StartNew();
        await using var running = await BenchNodes.Start(bench, nodes, Slots, cancellation);
        if (nodes > 1)
        {
            await store.Queues.Resume(null, cancellation);
            watch.Restart();
        }

        await bench.Drained(store, plan.Runs, cancellation);
        return plan.Runs / watch.Elapsed.TotalSeconds;
    }

    private static async Task<TimeSpan> Fill(BenchStore bench, IStore store, int runs, CancellationToken cancellation)
    {
        NewRun[] all = [.. Enumerable.Range(0, runs).Select(_ => bench.NewRun(Job))];
        var watch = Stopwatch.StartNew();
        foreach (var batch in all.Chunk(Batch))
        {
            await store.Runs.Enqueue(batch, cancellation);
        }

        return watch.Elapsed;
    }
}
