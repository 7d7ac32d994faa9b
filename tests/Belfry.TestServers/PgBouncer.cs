using System.Diagnostics;
using System.Net.Sockets;

namespace Belfry.TestServers;

/// <summary>A PgBouncer in transaction mode in front of the shared PostgreSQL server: each transaction may get another server connection.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly Lazy<Task<PgBouncer>> One = new(() => Start());

    private readonly string folder;
    private readonly Process process;

    private PgBouncer(string folder, int port, Process process) => (this.folder, Port, this.process) = (folder, port, process);

    /// <summary>The one that the tests of this process share; it ends with the process.</summary>
    public static Task<PgBouncer> Shared => One.Value;

    public int Port { get; }

    /// <summary>Of a database on the server behind it.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    public static async Task<PgBouncer> Start()
    {
        var server = await PostgresServer.Shared;
        string folder = Directory.CreateTempSubdirectory("belfry-pgbouncer-").FullName;
        int port = Ports.Free();
        string file = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), "\"postgres\" \"\"");
        await File.WriteAllTextAsync(
            file,
            $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {Path.Combine(folder, "users")}
            pool_mode = transaction
            default_pool_size = 8
            max_client_conn = 1000
            """);
        if (Environment.IsPrivilegedProcess)
        {
            ServerProcess.Run(null, "chown", "-R", "postgres", folder);
        }

        // Debian keeps it among the programs of the administrator, which are not on everybody's path.
        var bouncer = new PgBouncer(folder, port, ServerProcess.Start("postgres", File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : "pgbouncer", file));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => bouncer.End();
        await bouncer.Ready();
        return bouncer;
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private async Task Ready()
    {
        long began = Stopwatch.GetTimestamp();
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

    private void End()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
