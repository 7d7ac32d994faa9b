using System.Net;
using System.Net.Sockets;

namespace Belfry.Server.Drill.Network;

/// <summary>
/// Stands between a node and its store, and can slow down, hold back, or cut what passes. It knows just enough of PostgreSQL's
/// protocol to lose a request before the server has it, or an answer after the server has committed.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly string host;
    private readonly int port;
    private readonly Chance chance;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Lock gate = new();
    private readonly HashSet<ProxiedConnection> connections = [];
    private readonly CancellationTokenSource end = new();
    private TaskCompletionSource? held;
    private int requestsToLose;
    private int repliesToLose;

    public TcpProxy(string host, int port, Chance chance)
    {
        (this.host, this.port, this.chance) = (host, port, chance);
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Waits before each piece that passes, in either direction; null lets all pass at once.</summary>
    public Slowness? Slowness { get; set; }

    public int LostRequests { get; private set; }
    public int LostReplies { get; private set; }

    /// <summary>Accepts and passes nothing for a time. Then all goes on where it stood, as when a network heals.</summary>
    public async Task BlackHole(TimeSpan time)
    {
        var hole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held = hole;
        await Task.Delay(time);
        held = null;
        hole.SetResult();
    }

    /// <summary>Cuts every connection, so that both sides hear of it.</summary>
    public void Reset()
    {
        lock (gate)
        {
            foreach (var connection in connections)
            {
                connection.Reset();
            }
        }
    }

    /// <summary>Loses requests on their way to the server, and their connections with them.</summary>
    public async Task LoseRequests(int most, TimeSpan within)
    {
        requestsToLose = most;
        await Task.Delay(within);
        requestsToLose = 0;
    }

    /// <summary>Loses the answers to what the server has done and committed.</summary>
    public async Task LoseReplies(int most, TimeSpan within)
    {
        repliesToLose = most;
        await Task.Delay(within);
        repliesToLose = 0;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        Reset();
        end.Dispose();
    }

    /// <summary>Called with each piece on its way to the server. False: it is lost, and the connection must be cut.</summary>
    internal async ValueTask<bool> PassRequest(ReadOnlyMemory<byte> piece)
    {
        await Hold(piece.Length);
        if (requestsToLose > 0 && Hits(piece.Span))
        {
            requestsToLose--;
            LostRequests++;
            return false;
        }

        return true;
    }

    /// <summary>The same with each piece on its way back.</summary>
    internal async ValueTask<bool> PassReply(ReadOnlyMemory<byte> piece)
    {
        await Hold(piece.Length);
        if (repliesToLose > 0 && EndsTransaction(piece.Span) && Hits(piece.Span))
        {
            repliesToLose--;
            LostReplies++;
            return false;
        }

        return true;
    }

    // Commits by themselves are what matters most; single statements commit too, and there are more of them.
    private bool Hits(ReadOnlySpan<byte> piece) => piece.IndexOf("COMMIT"u8) >= 0 || chance.Next(4) == 0;

    // ReadyForQuery outside a transaction: what was asked for is done and durable.
    private static bool EndsTransaction(ReadOnlySpan<byte> piece) => piece.Length >= 6 && piece[^6] == 'Z' && piece[^1] == 'I';

    private async ValueTask Hold(int bytes)
    {
        if (held is { } hole)
        {
            await hole.Task.WaitAsync(end.Token);
        }

        if (Slowness is { } slow)
        {
            await Task.Delay(slow.For(bytes, chance.NextDouble()), end.Token);
        }
    }

    private async Task Accept()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(end.Token);
                _ = Serve(client);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(Socket client)
    {
        using var connection = new ProxiedConnection(this, client);
        lock (gate)
        {
            connections.Add(connection);
        }

        await connection.Run(host, port, end.Token);
        lock (gate)
        {
            connections.Remove(connection);
        }
    }
}

/// <param name="Delay">On average; each piece waits between half and one and a half of it.</param>
internal sealed record Slowness(TimeSpan Delay, int BytesPerSecond)
{
    public TimeSpan For(int bytes, double chance) => (Delay * (0.5 + chance)) + TimeSpan.FromSeconds((double)bytes / BytesPerSecond);
}
