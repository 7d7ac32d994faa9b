using Microsoft.Extensions.Hosting;

namespace Belfry.Redis;

/// <summary>Connects when the host starts: a wrong address or password is told to whoever starts it, not to a job in the night.</summary>
internal sealed class RedisStart(RedisConnection redis) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => await redis.Ping(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
