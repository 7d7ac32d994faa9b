using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Storage.Tests.Sqlite;
using Belfry.Testing;
using Belfry.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Belfry.Storage.Tests.Redis;

/// <summary>Whole nodes that share a SQLite file and a Redis.</summary>
public sealed class RedisNodesTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim ran = new(0);

    [Fact]
    public async Task A_run_that_one_process_enqueues_starts_in_another_that_would_not_look_for_an_hour()
    {
        await using var redis = await RedisServer.Start();
        using var folder = new TestFolder();
        await using var worker = await Worker(folder, redis, pollEvery: TimeSpan.FromHours(1));
        await using var enqueuer = await Node(folder, redis, belfry => belfry.WithoutWorker());
        await RedisWakeupTests.Subscribed(redis, 1);
        await Run(enqueuer);
    }

    [Fact]
    public async Task Without_redis_it_starts_a_poll_later_and_with_redis_again_at_once()
    {
        await using var redis = await RedisServer.Start();
        using var folder = new TestFolder();
        await using var worker = await Worker(folder, redis, pollEvery: TimeSpan.FromSeconds(1));
        await using var enqueuer = await Node(folder, redis, belfry => belfry.WithoutWorker());
        await Run(enqueuer);
        redis.Kill();
        await Run(enqueuer);
        await redis.Restart();
        await Run(enqueuer);
        redis.Freeze();
        await Run(enqueuer);
        redis.Thaw();
    }

    private async Task Run(ServiceProvider enqueuer)
    {
        var jobs = enqueuer.GetRequiredService<JobControl>();
        if (await enqueuer.GetRequiredService<IStore>().Jobs.Get("job", None) is null)
        {
            await jobs.Create(new JobDefinition { Name = "job", Run = new JobAction.Handler("h"), Overlap = OverlapRule.Allow }, None);
        }

        await jobs.RunNow("job", new RunRequest(), None);
        (await ran.WaitAsync(Patience)).ShouldBeTrue();
    }

    private Task<ServiceProvider> Worker(TestFolder folder, RedisServer redis, TimeSpan pollEvery) => Node(folder, redis, belfry => belfry
        .AddHandler("h", () => { ran.Release(); })
        .Configure(options => options with { PollEvery = pollEvery }));

    private static async Task<ServiceProvider> Node(TestFolder folder, RedisServer redis, Action<BelfryBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSilentLogging();
        services.AddBelfry(belfry =>
        {
            belfry.UseSqlite(folder.File("belfry.db")).UseRedis(redis.Url);
            configure(belfry);
        });
        var node = services.BuildServiceProvider();
        foreach (var service in node.GetServices<IHostedService>())
        {
            await service.StartAsync(None);
        }

        return node;
    }
}
