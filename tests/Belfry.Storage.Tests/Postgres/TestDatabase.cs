using System.Collections.Concurrent;
using Belfry.Postgres;
using Belfry.TestServers;
using Npgsql;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>A migrated, empty database on the shared server, whose clock stands still until it is moved. Used again by the next test.</summary>
internal sealed class TestDatabase
{
    // Everything but the steps taken and the one row about the store as a whole.
    private const string EmptySql =
        """
        do $$
        declare name text;
        begin
          for name in
            select oid::regclass from pg_class
            where relnamespace = 'belfry'::regnamespace and relkind = 'r' and relname not in ('migration', 'store')
          loop
            execute 'delete from ' || name;
          end loop;
          update belfry.store set environment = null;
        end
        $$
        """;

    private const string ClockSql =
        """
        create table clock (now timestamptz not null);
        insert into clock values (now());
        create or replace function belfry.machine_now() returns timestamptz language sql stable as 'select now from public.clock';
        select setval('belfry.clock', 0);
        """;

    private static readonly ConcurrentBag<TestDatabase> Unused = [];

    private readonly PostgresServer server;

    private TestDatabase(PostgresServer server, string name) => (this.server, Name) = (server, name);

    public string Name { get; }

    public static async Task<TestDatabase> Take(DateTimeOffset start)
    {
        if (!Unused.TryTake(out var database))
        {
            var server = await PostgresServer.Shared;
            database = new TestDatabase(server, await server.CreateDatabase());
            await using var store = PostgresStore.Open(server.ConnectionString(database.Name));
            await store.Migrate(CancellationToken.None);
            await database.Execute(ClockSql);
        }

        await database.Execute("select setval('belfry.clock', 0)");
        await database.Execute("update clock set now = $1", Parameters.Instant(start));
        return database;
    }

    public Task Advance(TimeSpan by) => Execute("update clock set now = now + $1", Parameters.Span(by));

    public async Task Execute(string sql, params NpgsqlParameter[] values)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(Name) + ";Maximum Pool Size=2");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(Name) + ";Maximum Pool Size=2");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    public async Task GiveBack()
    {
        await Execute(EmptySql);
        Unused.Add(this);
    }
}
