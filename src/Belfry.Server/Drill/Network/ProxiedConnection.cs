using System.Net.Sockets;

namespace Belfry.Server.Drill.Network;

/// <summary>A connection from a node, and the one to the server that belongs to it.</summary>
internal sealed class ProxiedConnection : IDisposable
{
    private const int PieceBytes = 64 * 1024;

    // So that closing a socket tells the other side at once that the connection is gone, instead of ending it in order.
    private static readonly LingerOption Abruptly = new(enable: true, seconds: 0);

    private readonly TcpProxy proxy;
    private readonly Socket client;
    private readonly Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public ProxiedConnection(TcpProxy proxy, Socket client)
    {
        (this.proxy, this.client) = (proxy, client);
        client.NoDelay = true;
    }

    /// <summary>Passes what either side says until one of them ends.</summary>
    public async Task Run(string host, int port, CancellationToken end)
    {
        try
        {
            await server.ConnectAsync(host, port, end);
            await Task.WhenAny(Pump(client, server, proxy.PassRequest, end), Pump(server, client, proxy.PassReply, end));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is away: the client is told by the reset.
        }

        Reset();
    }

    public void Reset()
    {
        foreach (var socket in new[] { client, server })
        {
            try
            {
                socket.LingerState = Abruptly;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }
    }

    public void Dispose() => Reset();

    private static async Task Pump(
        Socket from, Socket to, Func<ReadOnlyMemory<byte>, ValueTask<bool>> pass, CancellationToken end)
    {
        byte[] buffer = new byte[PieceBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, end) is > 0 and var count)
            {
                if (!await pass(buffer.AsMemory(0, count)))
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count), end);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two sides is gone.
        }
    }
}
