using Belfry.Conformance;
using Belfry.Postgres;
using Belfry.TestServers;
using Npgsql;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>A database on a server of its own that the application shares with the store.</summary>
public sealed class OwnTransactions : StoreFixture
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(() => PostgresServer.Start());

    private readonly List<NpgsqlConnection> connections = [];
    private PostgresStore? store;
    private string database = "";

    public override async ValueTask<IStore> Open()
    {
        var server = await Server.Value;
        database = await server.CreateDatabase();
        store = PostgresStore.Open(server.ConnectionString(database));
        await store.Migrate(CancellationToken.None);
        await Execute("create table effect (n integer); create table clock (now timestamptz not null)");
        await Execute($"insert into clock values ('{Start:O}')");
        await Execute("create or replace function belfry.machine_now() returns timestamptz language sql stable as 'select now from public.clock'");
        await Execute("select setval('belfry.clock', 0)");
        return store;
    }

    public override async ValueTask Advance(TimeSpan by) => await Execute($"update clock set now = now + interval '{by.TotalSeconds} seconds'");

    public async Task<NpgsqlTransaction> Begin()
    {
        var connection = new NpgsqlConnection((await Server.Value).ConnectionString(database) + ";Pooling=false");
        connections.Add(connection);
        await connection.OpenAsync();
        return await connection.BeginTransactionAsync();
    }

    public async Task Execute(string sql) => await (await Server.Value).Execute(sql, database);

    public async Task<long> Count(string table)
    {
        await using var connection = new NpgsqlConnection((await Server.Value).ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task Crash()
    {
        var server = await Server.Value;
        await server.Crash();
        await server.Restart();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await store!.DisposeAsync();
    }
}
