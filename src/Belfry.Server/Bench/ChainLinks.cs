using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>Chains of three jobs, each for its own tick: from the end of one link to the start of the next.</summary>
internal static class ChainLinks
{
    private const int Most = 500;
    private const int AtOnce = 5;
    private const string First = "bench/extract";
    private static readonly string[] Links = ["bench/load", "bench/report"];

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        int chains = Math.Min(plan.Runs, Most);
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJob(store, First, "manual", cancellation);
        await bench.AddJob(store, Links[0], $"after {First}", cancellation);
        await bench.AddJob(store, Links[1], $"after {Links[0]}", cancellation);
        await using var nodes = await BenchNodes.Start(bench, plan.Nodes, 16, cancellation);
        for (int begun = 0; begun < chains; begun += AtOnce)
        {
            await store.Runs.Enqueue([.. Enumerable.Range(0, Math.Min(AtOnce, chains - begun)).Select(i => Begin(bench, plan, i))], cancellation);

            // Out of step with every poll.
            await Task.Delay(TimeSpan.FromMilliseconds(50 + (begun * 37 % 100)), plan.Time, cancellation);
        }

        await bench.Drained(store, 3L * chains, cancellation);
        var took = new List<double>(2 * chains);
        var before = await Runs(store, First, cancellation);
        foreach (string link in Links)
        {
            var runs = await Runs(store, link, cancellation);
            took.AddRange(runs.Select(run => (run.Value.StartedAt!.Value - before[run.Key].FinishedAt!.Value).TotalMilliseconds));
            before = runs;
        }

        string detail = $"{chains} chains of three jobs, {plan.Nodes} node{(plan.Nodes == 1 ? "" : "s")}";
        return
        [
            new Figure("chain", "end to start of the next, median", Figure.Median(took), "ms", detail),
            new Figure("chain", "end to start of the next, 99 of 100 below", Figure.Percentile(took, 0.99), "ms", detail),
        ];
    }

    // A tick of its own: runs of one instant would be one tick for the jobs that follow.
    private static NewRun Begin(BenchStore bench, BenchPlan plan, int number) =>
        bench.NewRun(First) with { Due = plan.Time.GetUtcNow().AddMicroseconds(number), Trigger = RunTrigger.Manual };

    private static async Task<Dictionary<DateTimeOffset, RunRecord>> Runs(IStore store, string job, CancellationToken cancellation) =>
        (await BenchStore.Runs(store, job, cancellation)).ToDictionary(run => run.Due);
}
