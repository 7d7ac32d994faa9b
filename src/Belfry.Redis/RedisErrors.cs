using Belfry.Storage;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>What the driver's exceptions mean, in one sentence with what to do.</summary>
internal static class RedisErrors
{
    public static StoreException Translate(Exception exception, RedisAddress address) => new StoreUnavailableException(
        exception switch
        {
            RedisServerException answered => $"Redis at {address} refused: {answered.Message}",
            TimeoutException => $"Redis at {address} does not answer.",
            _ => $"Redis at {address} cannot be reached.",
        },
        exception);
}
