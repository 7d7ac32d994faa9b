using System.Diagnostics;
using Belfry.Locks;
using Belfry.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Belfry.Server.Bench;

/// <summary>What it takes to take a free lock, one after the other, as user code does it.</summary>
internal static class LockTimes
{
    private const int Takes = 1_000;
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> Measure(BenchPlan plan, CancellationToken cancellation)
    {
        await using var bench = await plan.NewStore(cancellation);
        var figures = new List<Figure>(await Of(bench, null, plan.Time, "in the store", cancellation));
        if (plan.Redis is { } redis)
        {
            figures.AddRange(await Of(bench, redis, plan.Time, "in Redis", cancellation));
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> Of(
        BenchStore bench, string? redis, TimeProvider time, string where, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddBelfry(belfry =>
        {
            belfry.UseStore(_ => OpenedStore.At(bench.Place.Address, time)).WithoutWorker();
            if (redis is not null)
            {
                belfry.UseRedis(redis, $"belfry-bench-{Guid.NewGuid():n}");
            }
        });
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var locks = host.Services.GetRequiredService<DistributedLocks>();
        var took = new List<double>(Takes);
        for (int i = 0; i < Takes; i++)
        {
            var watch = Stopwatch.StartNew();
            await using var held = await locks.TryAcquireAsync("bench", Ttl, cancellation: cancellation);
            took.Add(watch.Elapsed.TotalMilliseconds);
        }

        await host.StopAsync(cancellation);
        string detail = $"{Takes} times taken and released";
        return
        [
            new Figure("locks", $"acquire {where}, median", Figure.Median(took), "ms", detail),
            new Figure("locks", $"acquire {where}, 99 of 100 below", Figure.Percentile(took, 0.99), "ms", detail),
        ];
    }
}
