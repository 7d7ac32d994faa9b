using System.Diagnostics;
using System.Net.Sockets;

namespace Belfry.TestServers;

/// <summary>A Redis server of its own, on a port of its own, that keeps nothing on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly Lazy<Task<RedisServer>> One = new(() => Start());

    private readonly string[] settings;
    private Process process;

    private RedisServer(int port, string[] settings)
    {
        (Port, this.settings) = (port, settings);
        process = Launch();
    }

    /// <summary>The one that the tests of this process share; it ends with the process.</summary>
    public static Task<RedisServer> Shared => One.Value;

    public int Port { get; }

    /// <summary>As <c>--redis</c> takes it.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    /// <param name="settings">As on its command line, such as <c>--requirepass</c> and <c>secret</c>.</param>
    public static async Task<RedisServer> Start(params string[] settings)
    {
        var server = new RedisServer(Ports.Free(), settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        await server.Ready();
        return server;
    }

    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    /// <summary>Lets it stand still: it keeps its connections and answers nothing.</summary>
    public void Freeze() => ServerProcess.Signal(process, "STOP");

    public void Thaw() => ServerProcess.Signal(process, "CONT");

    /// <summary>Starts it again, empty, on the same port, after <see cref="Kill"/>.</summary>
    public async Task Restart()
    {
        process = Launch();
        await Ready();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private Process Launch() => ServerProcess.Start(
        null, "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. settings]);

    private async Task Ready()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(20);
            }
        }
    }
}
