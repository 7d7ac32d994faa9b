using System.Diagnostics;
using Belfry.Locks;

namespace Belfry.Server.Bench;

/// <summary>What it takes to take a free lock, one after the other.</summary>
internal static class LockTimes
{
    private const int Takes = 1_000;
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        await using var bench = await plan.NewStore(cancellation);
        await using var store = bench.Open();
        var figures = new List<Figure>(await Of(store.Locks, "in the store", cancellation));
        if (plan.Redis is { } redis)
        {
            await using var locks = await RedisLocks.Connect(redis);
            figures.AddRange(await Of(locks, "in Redis", cancellation));
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> Of(ILocks locks, string where, CancellationToken cancellation)
    {
        var took = new List<double>(Takes);
        for (int i = 0; i < Takes; i++)
        {
            var watch = Stopwatch.StartNew();
            var lease = await locks.TryAcquire("bench", "bench", Ttl, cancellation);
            took.Add(watch.Elapsed.TotalMilliseconds);
            await locks.Release("bench", lease!.Token, cancellation);
        }

        string detail = $"{Takes} times taken and released";
        return
        [
            new Figure("locks", $"acquire {where}, median", Figure.Median(took), "ms", detail),
            new Figure("locks", $"acquire {where}, 99 of 100 below", Figure.Percentile(took, 0.99), "ms", detail),
        ];
    }
}
