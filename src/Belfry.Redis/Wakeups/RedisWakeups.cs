using System.Security.Cryptography;
using Belfry.Storage;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>Wake-ups over Redis' publish and subscribe, which keeps nothing: who does not listen does not hear.</summary>
/// <param name="prefix">Of the channel; processes with the same one wake each other.</param>
internal sealed class RedisWakeups(RedisConnection redis, string prefix, TimeProvider time) : IWakeups
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    // So that a process does not wake itself: it has looked already.
    private readonly string self = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly RedisChannel channel = new($"{{{prefix}}}:wake", RedisChannel.PatternMode.Literal);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private bool announced;
    private bool isSending;
    private Task sending = Task.CompletedTask;

    public void Announce()
    {
        lock (gate)
        {
            announced = true;
            if (!isSending && !stop.IsCancellationRequested)
            {
                isSending = true;
                sending = Send();
            }
        }
    }

    public IAsyncDisposable Listen(Action look) => new Subscription(redis, channel, self, look, time);

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            stop.Cancel();
            last = sending;
        }

        await last;
    }

    // The first announcement goes out at once; those that come while it does, or shortly after, go out as one.
    private async Task Send()
    {
        await Task.Yield();
        while (TakeAnnounced())
        {
            try
            {
                await redis.Ask(database => database.PublishAsync(channel, self), stop.Token);
                await Task.Delay(Between, time, stop.Token);
            }
            catch (Exception exception) when (exception is StoreException or OperationCanceledException or ObjectDisposedException)
            {
                // Nobody was woken; they look by themselves within a second.
            }
        }
    }

    private bool TakeAnnounced()
    {
        lock (gate)
        {
            isSending = announced && !stop.IsCancellationRequested;
            announced = false;
            return isSending;
        }
    }
}
