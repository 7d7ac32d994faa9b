using System.Security.Cryptography;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>Keeps a connection that listens, and opens another when it breaks.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly Database database;
    private readonly string channel;
    private readonly string self;
    private readonly Action look;
    private readonly CancellationTokenSource stop = new();
    private readonly Task listening;

    public Listener(Database database, string channel, string self, Action look)
    {
        (this.database, this.channel, this.self, this.look) = (database, channel, self, look);
        listening = Listen();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await listening;
        stop.Dispose();
    }

    private async Task Listen()
    {
        await Task.Yield();
        var wait = FirstWait;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await ListenUntilBroken(() => wait = FirstWait))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException)
            {
                // Until it listens again, nodes look by themselves once a second.
            }

            await Pause(wait);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private const string BackendSql = "select pg_backend_pid()";

    // False where it makes no sense: a pooler gives the server connection to somebody else.
    private async Task<bool> ListenUntilBroken(Action connected)
    {
        var pools = await database.Server.Pools(blocking: false, stop.Token);
        await using var connection = await pools.Beats.OpenConnectionAsync(stop.Token);
        connection.Notification += Heard;
        await using (var backend = new NpgsqlCommand(BackendSql, connection))
        {
            if ((int)(await backend.ExecuteScalarAsync(stop.Token))! != connection.ProcessID)
            {
                return false;
            }
        }

        await using (var listen = new NpgsqlCommand($"listen \"{channel}\"", connection))
        {
            await listen.ExecuteNonQueryAsync(stop.Token);
        }

        connected();

        // What was announced while nobody listened.
        look();
        while (true)
        {
            await connection.WaitAsync(stop.Token);
        }
    }

    private void Heard(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (notification.Payload != self)
        {
            look();
        }
    }

    // Full jitter: the listeners of a server that comes back do not come back all at once.
    private async Task Pause(TimeSpan most)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, (int)most.TotalMilliseconds)), TimeProvider.System, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
