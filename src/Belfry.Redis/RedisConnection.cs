using Belfry.Storage;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>The one connection of a process. It comes back by itself after Redis was away; until then every call fails at once or soon.</summary>
/// <remarks>The driver gives up no call by itself: a Redis that stands still would keep its callers for ever.</remarks>
internal sealed class RedisConnection(RedisAddress address, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim connecting = new(1);
    private ConnectionMultiplexer? connected;
    private bool disposed;

    /// <summary>For people: the address, without the password.</summary>
    public string Description => address.ToString();

    /// <summary>Connects, if that has not been done.</summary>
    /// <exception cref="StoreUnavailableException">Nobody answers there, or the password is wrong; the message says which.</exception>
    public async ValueTask<ConnectionMultiplexer> Connect(CancellationToken cancellation)
    {
        if (connected is { } already)
        {
            return already;
        }

        await connecting.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return connected ??= await Open(cancellation);
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <summary>Asks Redis and waits for the answer, but not for ever.</summary>
    /// <param name="tooLate">Gets the answer when it comes after all and nobody waits for it any more.</param>
    public async ValueTask<T> Ask<T>(Func<IDatabase, Task<T>> question, CancellationToken cancellation, Action<T>? tooLate = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var redis = await Connect(cancellation);
        Task<T>? answer = null;
        try
        {
            answer = question(redis.GetDatabase());
            return await answer.WaitAsync(Patience, time, cancellation);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            _ = Outlive(answer, tooLate);
            if (exception is OperationCanceledException && cancellation.IsCancellationRequested)
            {
                throw;
            }

            throw RedisErrors.Translate(exception, address);
        }
    }

    public async ValueTask Ping(CancellationToken cancellation) =>
        await Ask<TimeSpan>(database => database.PingAsync(CommandFlags.DemandMaster), cancellation);

    public async ValueTask DisposeAsync()
    {
        await connecting.WaitAsync();
        disposed = true;
        if (connected is { } open)
        {
            await open.CloseAsync(allowCommandsToComplete: false);
            open.Dispose();
        }
    }

    private async Task<ConnectionMultiplexer> Open(CancellationToken cancellation)
    {
        if (await Handshake.Problem(address, time) is { } problem)
        {
            throw new StoreUnavailableException($"Redis at {address} {problem}");
        }

        try
        {
            return await ConnectionMultiplexer.ConnectAsync(address.ToOptions()).WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw RedisErrors.Translate(exception, address);
        }
    }

    private static async Task Outlive<T>(Task<T>? answer, Action<T>? tooLate)
    {
        try
        {
            if (answer is not null)
            {
                var late = await answer;
                tooLate?.Invoke(late);
            }
        }
        catch (Exception)
        {
            // The caller has been told that there is no answer.
        }
    }
}
