using Belfry.Engine;
using Belfry.Storage;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>Hears what others announce. Once subscribed, the driver subscribes again by itself whenever it has reconnected.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task subscribing;

    public Subscription(RedisConnection redis, RedisChannel channel, string self, Action look, TimeProvider time)
    {
        subscribing = Subscribe(
            async () => await (await redis.Connect(stop.Token)).GetSubscriber().SubscribeAsync(channel, Hear).WaitAsync(AfterFailure, time, stop.Token),
            time);

        // It ends with the connection; after the stop it no longer hears.
        void Hear(RedisChannel from, RedisValue sender)
        {
            if (sender != self && !stop.IsCancellationRequested)
            {
                look();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await subscribing;
    }

    private async Task Subscribe(Func<Task> subscribe, TimeProvider time)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await subscribe();
                return;
            }
            catch (Exception exception) when (exception is StoreException or RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
            {
                // Until it hears, the node looks by itself once a second.
                await Wait.For(AfterFailure, time, stop.Token);
            }
        }
    }
}
