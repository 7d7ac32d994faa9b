using System.Diagnostics;
using System.Globalization;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>Punctuality: jobs that fire every second. Herd: many jobs that are due at one instant. How late do they start?</summary>
internal static class Lateness
{
    private const int Slots = 500;

    // From the last job made to the instant of the herd; the middle of it is what an idle node costs.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<Figure>> Punctuality(
        BenchPlan plan, CancellationToken cancellation)
    {
        var (jobs, seconds) = (plan.Jobs, plan.Seconds);
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJobs(store, jobs, "bench/punctual", "every 1 second", cancellation);
        DateTimeOffset from, to;
        long? transactions;
        await using (await BenchNodes.Start(bench, plan.Nodes, Slots, cancellation))
        {
            await Task.Delay(Settling, plan.Time, cancellation);
            from = await store.Now(cancellation);
            var before = await bench.Place.Transactions(cancellation);
            await Task.Delay(TimeSpan.FromSeconds(seconds), plan.Time, cancellation);
            to = await store.Now(cancellation);
            transactions = await bench.Place.Transactions(cancellation) - before;
        }

        RunRecord[] runs = [.. (await BenchStore.Runs(store, null, cancellation)).Where(run => run.Due > from && run.Due < to)];
        string detail = $"{jobs} jobs each second for {seconds} s{(plan.Nodes > 1 ? $", {plan.Nodes} nodes" : "")}";
        int instants = runs.Select(run => run.Due).Distinct().Count();
        int ticks = runs.Select(run => (run.Job, run.Due)).Distinct().Count();
        return
        [
            .. Figures("punctuality", runs, detail),
            new Figure("punctuality", "missed", instants * (double)jobs - ticks, "ticks", detail),
            new Figure("punctuality", "doubled", runs.Length - ticks, "ticks", detail),
            .. transactions is { } count ? [new Figure("punctuality", "transactions", count / (double)seconds, "per second", detail)] : Array.Empty<Figure>(),
        ];
    }

    public static async Task<IReadOnlyList<Figure>> Herd(BenchPlan plan, CancellationToken cancellation)
    {
        int jobs = plan.Herd;
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();

        // An instant that surely comes after the last of them is stored.
        var due = Seconds(await store.Now(cancellation) + Notice + TimeSpan.FromSeconds(jobs / 500));
        string schedule = $"once at {due.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
        await bench.AddJobs(store, jobs, "bench/herd", schedule, cancellation);

        // What making the jobs has left behind is not the node's.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var host = await bench.StartNode(Slots, cancellation);
        await Task.Delay(Settling, plan.Time, cancellation);
        var (cpu, memory) = await IdleCost(plan.Time, cancellation);
        await bench.Drained(store, jobs, cancellation);
        await host.StopAsync(cancellation);
        var runs = await BenchStore.Runs(store, null, cancellation);
        string detail = $"{jobs} jobs due at one instant";
        return
        [
            new Figure("herd", "idle before it, of one core", cpu * 100, "%", $"{jobs} jobs, over {Idle.TotalSeconds:0} s"),
            new Figure("herd", "resident memory before it", memory / (1024.0 * 1024), "MiB", $"{jobs} jobs, the bench itself included"),
            .. Figures("herd", runs, detail),
            new Figure("herd", "until the last tick is recorded", runs.Max(run => run.CreatedAt - run.Due).TotalMilliseconds, "ms", $"{detail}; ticks are recorded ahead"),
            new Figure("herd", "until the last run has ended", runs.Max(run => run.FinishedAt!.Value - run.Due).TotalMilliseconds, "ms", detail),
        ];
    }

    private static async Task<(double Cpu, long Memory)> IdleCost(TimeProvider time, CancellationToken cancellation)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        await Task.Delay(Idle, time, cancellation);
        self.Refresh();
        return ((self.TotalProcessorTime - before) / Idle, self.WorkingSet64);
    }

    private static DateTimeOffset Seconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private static IReadOnlyList<Figure> Figures(string name, IReadOnlyList<RunRecord> runs, string detail)
    {
        double[] late = [.. runs.Where(run => run.StartedAt is not null).Select(run => (run.StartedAt!.Value - run.Due).TotalMilliseconds)];
        return
        [
            new Figure(name, "late at start, median", Figure.Median(late), "ms", $"{detail}, {late.Length} runs"),
            new Figure(name, "late at start, 99 of 100 below", Figure.Percentile(late, 0.99), "ms", detail),
        ];
    }
}
