using System.Diagnostics;
using Belfry.Redis;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Redis;

/// <summary>A Redis that is wrong, away, frozen or empty.</summary>
public sealed class RedisFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Nobody_at_the_address_is_said_in_a_sentence() =>
        (await Refusal($"redis://127.0.0.1:{Ports.Free()}")).ShouldMatch("^Redis at redis://127.0.0.1:[0-9]+ cannot be reached: Connection refused.$");

    [Fact]
    public async Task A_wrong_password_is_said_in_a_sentence_without_it()
    {
        await using var server = await RedisServer.Start("--requirepass", "p@ss/w:rd?#%&");
        (await Refusal($"redis://:hush@127.0.0.1:{server.Port}")).ShouldBe($"Redis at redis://127.0.0.1:{server.Port} wants another password.");
        (await Refusal($"redis://127.0.0.1:{server.Port}")).ShouldBe($"Redis at redis://127.0.0.1:{server.Port} wants a password.");
    }

    [Fact]
    public async Task What_is_no_redis_is_said()
    {
        var postgres = await PostgresServer.Shared;
        (await Refusal($"redis://127.0.0.1:{postgres.Port}")).ShouldContain("ends the connection");
        var server = await RedisServer.Shared;
        (await Refusal($"rediss://127.0.0.1:{server.Port}")).ShouldContain("TLS");
        (await Refusal($"{server.Url}/99")).ShouldContain("has no database 99");
        (await Refusal($"redis://:needless@127.0.0.1:{server.Port}")).ShouldContain("has no password, but one was given");
        (await Refusal("redis://no-such-host.invalid")).ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_password_may_have_any_characters()
    {
        await using var server = await RedisServer.Start("--requirepass", "p@ss/w:rd?#%&");
        foreach (var password in new[] { "p@ss/w:rd?#%&", Uri.EscapeDataString("p@ss/w:rd?#%&") })
        {
            await using var redis = Connection($"redis://:{password}@127.0.0.1:{server.Port}");
            await redis.Ping(None);
        }
    }

    [Fact]
    public async Task A_database_of_its_own_has_locks_of_its_own()
    {
        var server = await RedisServer.Shared;
        await using var first = Connection(server.Url + "/1");
        await using var second = Connection(server.Url + "/2");
        (await new RedisLocks(first, "numbered").TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        (await new RedisLocks(second, "numbered").TryAcquire("door", "ben", Ttl, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task While_redis_is_dead_nobody_gets_a_lock_and_it_comes_back_by_itself()
    {
        await using var server = await RedisServer.Start();
        await using var redis = Connection(server.Url);
        var locks = new RedisLocks(redis, "belfry");
        var first = (await locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();

        server.Kill();
        await Should.ThrowAsync<StoreUnavailableException>(async () => await locks.TryAcquire("window", "ana", Ttl, None));

        // Started anew it has forgotten the lock, but tokens go on growing.
        await server.Restart();
        var second = await WhenItAnswers(async () => await locks.TryAcquire("door", "ben", Ttl, None));
        second.ShouldNotBeNull().Token.ShouldBeGreaterThan(first.Token);
        (await locks.Release("door", first.Token, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Flushed_tokens_still_grow()
    {
        await using var server = await RedisServer.Start();
        await using var redis = Connection(server.Url);
        var locks = new RedisLocks(redis, "belfry");
        var first = (await locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        await redis.Ask(database => database.ExecuteAsync("FLUSHALL"), None);
        (await locks.TryAcquire("door", "ben", Ttl, None)).ShouldNotBeNull().Token.ShouldBeGreaterThan(first.Token);
    }

    [Fact]
    public async Task A_frozen_redis_keeps_nobody_waiting_and_its_late_answer_holds_no_lock()
    {
        await using var server = await RedisServer.Start();
        await using var redis = Connection(server.Url);
        var locks = new RedisLocks(redis, "belfry");
        await redis.Ping(None);

        server.Freeze();
        var waited = Stopwatch.StartNew();
        await Should.ThrowAsync<StoreUnavailableException>(async () => await locks.TryAcquire("door", "ana", Ttl, None));
        waited.Elapsed.ShouldBeLessThan(Ttl);

        server.Thaw();
        (await WhenItAnswers(async () => await locks.TryAcquire("door", "ben", Ttl, None)))
            .ShouldNotBeNull().Owner.ShouldBe("ben");
    }

    [Fact]
    public async Task A_name_that_nobody_used_for_a_month_is_forgotten()
    {
        await using var fixture = new RedisFixture();
        var locks = await fixture.Open();
        await locks.TryAcquire("old", "ana", Ttl, None);
        await fixture.Advance(TimeSpan.FromDays(31));
        await locks.TryAcquire("new", "ana", Ttl, None);
        (await locks.Statistics(null, 10, None)).Select(counts => counts.Name).ShouldBe(["new"]);
        (await locks.List(new Belfry.Locks.LockQuery(), None)).Select(lease => lease.Name).ShouldBe(["new"]);
    }

    private static RedisConnection Connection(string address) => new(RedisAddress.Parse(address), TimeProvider.System);

    private static async Task<string> Refusal(string address)
    {
        await using var redis = Connection(address);
        return (await Should.ThrowAsync<StoreUnavailableException>(async () => await redis.Ping(None))).Message;
    }

    // The driver reconnects in its own time, and what was asked meanwhile is answered first.
    private static async Task<T> WhenItAnswers<T>(Func<Task<T>> question)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await question() is { } answer)
                {
                    return answer;
                }
            }
            catch (StoreUnavailableException) when (began.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(50);
            }

            began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        }
    }
}
