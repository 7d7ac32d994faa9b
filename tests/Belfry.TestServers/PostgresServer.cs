using System.Diagnostics;
using Npgsql;

namespace Belfry.TestServers;

/// <summary>A PostgreSQL server of its own, in a folder and on a port of its own; deleted in the end.</summary>
/// <remarks>
/// It keeps PostgreSQL's own durability settings: what a test says of an acknowledged write must hold when the server is killed.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    private static readonly Lazy<Task<PostgresServer>> One = new(() => Start());

    private readonly string folder;
    private readonly string[] settings;
    private Process process;
    private int databases;

    private PostgresServer(string folder, string[] settings, int port)
    {
        (this.folder, this.settings, Port) = (folder, settings, port);
        process = Launch();
    }

    /// <summary>The one that the tests of this process share; it ends with the process.</summary>
    public static Task<PostgresServer> Shared => One.Value;

    public int Port { get; }

    /// <summary>Where the programs of the newest installed PostgreSQL are.</summary>
    public static string Programs { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
                ?? throw new InvalidOperationException("PostgreSQL's server is not installed: apt-get install postgresql")
            : throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");

    /// <param name="settings">Of <c>postgresql.conf</c>, such as <c>max_connections=20</c>.</param>
    public static async Task<PostgresServer> Start(params string[] settings)
    {
        string folder = NewFolder();
        ServerProcess.Run(
            User, Path.Combine(Programs, "initdb"), "-D", Data(folder), "-U", User, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8");
        return await Start(folder, settings);
    }

    /// <summary>Starts a standby of this server. From then on it acknowledges what the standby has, too, and waits for that.</summary>
    public async Task<PostgresServer> StartStandby()
    {
        string copy = NewFolder();
        ServerProcess.Run(
            User, Path.Combine(Programs, "pg_basebackup"), "-D", Data(copy), "-R", "-X", "stream", "-c", "fast",
            "-h", "127.0.0.1", "-p", $"{Port}", "-U", User);
        var standby = await Start(copy, settings);
        await Execute("alter system set synchronous_standby_names = '*'");
        await Execute("select pg_reload_conf()");
        return standby;
    }

    /// <summary>Makes a standby a primary.</summary>
    public Task Promote() => Execute("select pg_promote()");

    /// <summary>Of a database on this server.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database}";

    /// <summary>The same as the <c>--store</c> setting takes it.</summary>
    public string Url(string database) => $"postgres://{User}@127.0.0.1:{Port}/{database}";

    /// <summary>A new, empty database; answers its name.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await Execute($"create database {name}");
        return name;
    }

    /// <summary>Executes one statement as the superuser.</summary>
    public async Task Execute(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T?> Value<T>(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    /// <summary>Ends the server as a crash would: no checkpoint, every connection cut.</summary>
    public async Task Crash()
    {
        ServerProcess.Run(User, Path.Combine(Programs, "pg_ctl"), "-D", Data(folder), "-m", "immediate", "stop");
        await process.WaitForExitAsync();
    }

    /// <summary>Starts it again, on the same port, after <see cref="Crash"/>.</summary>
    public async Task Restart()
    {
        process = Launch();
        await Ready();
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("belfry-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            ServerProcess.Run(null, "chown", User, folder);
        }

        return folder;
    }

    private static async Task<PostgresServer> Start(string folder, string[] settings)
    {
        var server = new PostgresServer(folder, settings, Ports.Free());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        await server.Ready();
        return server;
    }

    private Process Launch() => ServerProcess.Start(
        User,
        Path.Combine(Programs, "postgres"),
        ["-D", Data(folder), "-p", $"{Port}", "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=256MB",
            "-c", "max_connections=200", "-c", "autovacuum_naptime=10s", "-c", "max_wal_size=4GB",
            .. settings.SelectMany(setting => new[] { "-c", setting })]);

    private async Task Ready()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Execute("select 1");
                return;
            }
            catch (NpgsqlException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(50);
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

    private static string Data(string folder) => Path.Combine(folder, "data");
}
