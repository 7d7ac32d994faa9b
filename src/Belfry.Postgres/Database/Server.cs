using Npgsql;

namespace Belfry.Postgres;

/// <summary>The way to the server: opens the pools when they are first needed, once it is known what is in between.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder? settings;
    private volatile Pools? pools;

    public Server(NpgsqlConnectionStringBuilder settings)
    {
        this.settings = settings;
        Description = $"postgres://{Place(settings)}/{settings.Database}";
    }

    public Server(NpgsqlDataSource source)
    {
        var described = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Description = $"postgres://{Place(described)}/{described.Database ?? described.Username}";
        pools = Postgres.Pools.Of(source);
    }

    /// <summary>Without user and password.</summary>
    public string Description { get; }

    public async ValueTask<Pools> Pools(bool blocking, CancellationToken cancellation)
    {
        if (pools is { } known)
        {
            return known;
        }

        var opened = Postgres.Pools.Of(settings!, await HasPooler(blocking, cancellation));
        if (Interlocked.CompareExchange(ref pools, opened, null) is { } first)
        {
            await opened.DisposeAsync();
            return first;
        }

        return opened;
    }

    /// <summary>A connection outside the pools, without Belfry's limits: for what may take long, and is done by one.</summary>
    public async ValueTask<NpgsqlConnection> OpenAlone(CancellationToken cancellation)
    {
        if (settings is null)
        {
            return await pools!.Work.OpenConnectionAsync(cancellation);
        }

        var alone = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, CommandTimeout = 0 };
        alone.Remove("Max Auto Prepare");
        await using var source = Postgres.Pools.Source(alone, 1);
        return await source.OpenConnectionAsync(cancellation);
    }

    public ValueTask DisposeAsync() => pools?.DisposeAsync() ?? ValueTask.CompletedTask;

    private const string BackendSql = "select pg_backend_pid()";

    // A pooler makes up the process id that it tells its clients, so it is not that of the server's process.
    private async ValueTask<bool> HasPooler(bool blocking, CancellationToken cancellation)
    {
        var alone = new NpgsqlConnectionStringBuilder(settings!.ConnectionString) { Pooling = false };
        alone.Remove("Max Auto Prepare");
        await using var source = Postgres.Pools.Source(alone, 1);
        await using var connection = blocking ? source.OpenConnection() : await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(BackendSql, connection);
        int backend = (int)(blocking ? command.ExecuteScalar() : await command.ExecuteScalarAsync(cancellation))!;
        return backend != connection.ProcessID;
    }

    private static string Place(NpgsqlConnectionStringBuilder settings) =>
        settings.Host!.Contains(',', StringComparison.Ordinal) || settings.Host.Contains(':', StringComparison.Ordinal) || settings.Port == 5432
            ? settings.Host
            : $"{settings.Host}:{settings.Port}";
}
