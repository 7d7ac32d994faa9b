using Belfry.Redis;
using Belfry.TestServers;
using StackExchange.Redis;

namespace Belfry.Storage.Tests.Redis;

/// <summary>Processes that wake each other through a real Redis.</summary>
public sealed class RedisWakeupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Another_process_hears_and_the_announcer_does_not()
    {
        await using var server = await RedisServer.Start();
        await using var here = new Process(server);
        await using var there = new Process(server);
        await Subscribed(server, 2);
        here.Wakeups.Announce();
        await there.Heard(1);
        there.Wakeups.Announce();
        await here.Heard(1);
        (here.Count, there.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_storm_of_announcements_goes_out_as_few()
    {
        await using var server = await RedisServer.Start();
        await using var here = new Process(server);
        await using var there = new Process(server);
        await Subscribed(server, 2);
        for (int i = 0; i < 10_000; i++)
        {
            here.Wakeups.Announce();
        }

        await there.Heard(1);
        await here.Wakeups.DisposeAsync();
        there.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task After_redis_was_away_they_hear_each_other_again()
    {
        await using var server = await RedisServer.Start();
        await using var here = new Process(server);
        await using var there = new Process(server);
        await Subscribed(server, 2);
        server.Kill();
        here.Wakeups.Announce();
        await server.Restart();
        await Subscribed(server, 2);
        here.Wakeups.Announce();
        await there.Heard(1);
    }

    [Fact]
    public async Task While_redis_is_away_nothing_fails()
    {
        var server = await RedisServer.Start();
        await server.DisposeAsync();
        await using var here = new Process(server);
        here.Wakeups.Announce();
    }

    // Counted by the server: whoever subscribes is told so later than it hears.
    internal static async Task Subscribed(RedisServer server, int processes)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var look = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},connectTimeout=1000");
                var answer = (RedisResult[])await look.GetDatabase().ExecuteAsync("PUBSUB", "NUMSUB", "{belfry}:wake");
                if ((long)answer[1] >= processes)
                {
                    return;
                }
            }
            catch (RedisException)
            {
                // It is coming up.
            }

            await Task.Delay(50, late.Token);
        }
    }

    private sealed class Process : IAsyncDisposable
    {
        private readonly RedisConnection redis;
        private readonly IAsyncDisposable listening;
        private readonly SemaphoreSlim heard = new(0);

        public Process(RedisServer server)
        {
            redis = new RedisConnection(RedisAddress.Parse(server.Url), TimeProvider.System);
            Wakeups = new RedisWakeups(redis, "belfry", TimeProvider.System);
            listening = Wakeups.Listen(Hear);
        }

        public RedisWakeups Wakeups { get; }

        public int Count { get; private set; }

        public async Task Heard(int times)
        {
            for (int i = 0; i < times; i++)
            {
                (await heard.WaitAsync(Patience)).ShouldBeTrue();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await listening.DisposeAsync();
            await Wakeups.DisposeAsync();
            await redis.DisposeAsync();
        }

        private void Hear()
        {
            Count++;
            heard.Release();
        }
    }
}
