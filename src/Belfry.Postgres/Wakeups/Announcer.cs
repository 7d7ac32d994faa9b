using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Sends NOTIFY in a transaction of its own, never in the one that made the runs: its commit takes a lock of the whole
/// server. At most ten a second leave a process, whatever is announced.
/// </summary>
internal sealed class Announcer(Database database, string channel, string sender) : IAsyncDisposable
{
    private const int Burst = 10;
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly TimeProvider time = TimeProvider.System;
    private double tokens = Burst;
    private long countedAt = TimeProvider.System.GetTimestamp();
    private bool announced;
    private Task sending = Task.CompletedTask;

    public void Announce()
    {
        lock (gate)
        {
            announced = true;
            if (sending.IsCompleted && !stop.IsCancellationRequested)
            {
                sending = Send();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await sending;
    }

    private const string NotifySql = "select pg_notify($1, $2)";

    private async Task Send()
    {
        // The announcer goes on at once, whatever the pool has to wait for.
        await Task.Yield();
        try
        {
            while (Wanted())
            {
                await Task.Delay(Wait(), time, stop.Token);
                await database.Once(session => session.Execute(NotifySql, Text(channel), Text(sender)), stop.Token);
            }
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody was woken; they look by themselves within a second.
        }
    }

    private bool Wanted()
    {
        lock (gate)
        {
            return announced;
        }
    }

    // From here on an announcement asks for another notification.
    private TimeSpan Wait()
    {
        lock (gate)
        {
            announced = false;
            long now = time.GetTimestamp();
            tokens = Math.Min(Burst, tokens + (time.GetElapsedTime(countedAt, now) / Refill)) - 1;
            countedAt = now;
            return tokens >= 0 ? TimeSpan.Zero : Refill * -tokens;
        }
    }
}
