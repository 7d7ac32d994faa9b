namespace Belfry.Server.Bench;

/// <summary>What nodes that have nothing to do cost the store.</summary>
internal static class IdleNodes
{
    // What the making of the jobs has left in the server's statistics: a connection that falls idle reports after ten seconds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        await bench.AddJobs(store, plan.Herd, "bench/idle", "yearly on 1 January at 00:00", cancellation);
        int nodes = Math.Max(plan.Nodes, 3);
        await using var running = await BenchNodes.Start(bench, nodes, 8, cancellation);
        await Task.Delay(Settling, plan.Time, cancellation);
        if (await bench.Place.Transactions(cancellation) is not { } before)
        {
            return [];
        }

        await Task.Delay(TimeSpan.FromSeconds(plan.Seconds), plan.Time, cancellation);
        var rate = (await bench.Place.Transactions(cancellation) - before) / (double)plan.Seconds;
        return [new Figure("idle", "transactions", rate!.Value, "per second", $"{nodes} nodes, {plan.Herd} jobs, over {plan.Seconds} s")];
    }
}
