using Belfry.Hosting;
using Belfry.Redis;

// The namespace of AddBelfry, so that both are found in the same place.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Adds Redis to a node.</summary>
public static class RedisServices
{
    /// <summary>
    /// Keeps named locks in Redis, and lets nodes wake each other through it. The record of jobs and runs stays in the store:
    /// without Redis everything but the locks goes on, only later by a poll.
    /// </summary>
    /// <param name="address">Such as <c>redis://:password@host:6379/0</c>, or <c>rediss://</c> for TLS; see <see cref="RedisAddress"/>.</param>
    /// <param name="prefix">Of all keys and channels. Applications that share a Redis and should not share locks have different ones.</param>
    /// <exception cref="Belfry.Storage.StoreException">The address cannot be read. Whether Redis answers is seen when the host starts.</exception>
    public static BelfryBuilder UseRedis(this BelfryBuilder belfry, string address, string prefix = "belfry") =>
        belfry.UseRedis(RedisAddress.Parse(address), prefix);

    /// <summary>The same with an address that has been read already.</summary>
    /// <param name="prefix">Of all keys and channels. Applications that share a Redis and should not share locks have different ones.</param>
    public static BelfryBuilder UseRedis(this BelfryBuilder belfry, RedisAddress address, string prefix = "belfry")
    {
        belfry.Services.AddSingleton(services => new RedisConnection(address, services.GetRequiredService<TimeProvider>()));
        belfry.Services.AddHostedService<RedisStart>();
        belfry.Services.AddSingleton(services => new HealthProbe("redis", services.GetRequiredService<RedisConnection>().Ping));
        return belfry
            .UseLocks(services => new RedisLocks(services.GetRequiredService<RedisConnection>(), prefix))
            .UseWakeups(services => new RedisWakeups(
                services.GetRequiredService<RedisConnection>(), prefix, services.GetRequiredService<TimeProvider>()));
    }
}
