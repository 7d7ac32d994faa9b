using System.Diagnostics;
using Belfry.Redis;
using Belfry.Server.Settings;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary>Does Redis answer, if there is one, and would it keep a lock?</summary>
internal static class RedisCheck
{
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(50);

    public static async Task<IReadOnlyList<Finding>> Run(SettingValues settings, TimeProvider time, CancellationToken cancellation)
    {
        if (settings.Redis is not { } address)
        {
            return [];
        }

        await using var redis = new RedisConnection(address, time);
        try
        {
            return [await Answers(redis, cancellation), .. await Memory(redis, cancellation)];
        }
        catch (StoreException e)
        {
            return [Finding.Failed("redis", e.Message)];
        }
    }

    private static async Task<Finding> Answers(RedisConnection redis, CancellationToken cancellation)
    {
        await redis.Ping(cancellation);
        var watch = Stopwatch.StartNew();
        await redis.Ping(cancellation);
        string took = $"{redis.Description} answers in {watch.Elapsed.TotalMilliseconds:0.00} ms";
        return watch.Elapsed < SlowAnswer ? Finding.Ok("redis", took) : Finding.Warning("redis", took);
    }

    // Keys of locks have no time to live, so only the policies for all keys can evict them.
    private static async Task<IReadOnlyList<Finding>> Memory(RedisConnection redis, CancellationToken cancellation)
    {
        string memory = (string)await redis.Ask(database => database.ExecuteAsync("INFO", "memory"), cancellation);
        return memory.Contains("maxmemory_policy:allkeys", StringComparison.Ordinal)
            ? [Finding.Warning("redis memory", "It may evict locks when it is full; set maxmemory-policy to noeviction.")]
            : [];
    }
}
