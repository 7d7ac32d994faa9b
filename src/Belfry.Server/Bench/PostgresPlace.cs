using Belfry.Postgres;
using Npgsql;

namespace Belfry.Server.Bench;

/// <summary>A database of its own on the server that <c>--store</c> names; the role must be allowed to create databases.</summary>
internal sealed class PostgresPlace : IBenchPlace
{
    private readonly NpgsqlDataSource server;
    private readonly NpgsqlDataSource database;
    private readonly string name;

    private PostgresPlace(NpgsqlDataSource server, NpgsqlDataSource database, string name, string address) =>
        (this.server, this.database, this.name, Address) = (server, database, name, address);

    public string Address { get; }

    public static async Task<PostgresPlace> Create(string store, CancellationToken cancellation)
    {
        string name = $"belfry_bench_{Guid.NewGuid():n}";
        var uri = new UriBuilder(store);
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.ConnectionString(store));
        var server = NpgsqlDataSource.Create(settings.ConnectionString);
        await Execute(server, $"create database {name}", cancellation);
        settings.Database = name;
        uri.Path = name;
        return new PostgresPlace(server, NpgsqlDataSource.Create(settings.ConnectionString), name, uri.Uri.OriginalString);
    }

    // Migrating makes the tables of the days to come: at that time it made that day's.
    private const string GoBackSql =
        """
        create or replace function belfry.machine_now() returns timestamptz language sql stable as
        $$ select pg_catalog.now() - interval '{0} days' $$;
        select setval('belfry.clock', 1);
        """;

    private const string FillSql =
        """
        insert into belfry.history (seq, id, revision, due, created_at, available_at, started_at, finished_at, missed_count, output_bytes,
                                    output_dropped, priority, attempt, max_attempts, lost_count, ok, dry_run, job, trigger, state, queue)
        select i, gen_random_uuid(), 1, at, at, at, at, at + interval '1 ms', 0, 0, 0, 0, 1, 1, 0, true, false, $1, 'api', 'succeeded', 'default'
        from (select i, $2 + i * interval '80 ms' as at from generate_series(0, $3 - 1) as i) as n
        """;

    public async Task FillHistory(string job, int runs, CancellationToken cancellation)
    {
        await Execute(database, GoBackSql.Replace("{0}", $"{PastDay.Age.TotalDays}", StringComparison.Ordinal), cancellation);
        await using (var then = PostgresStore.Open(Address))
        {
            await then.Migrate(cancellation);
        }

        await Execute(database, GoBackSql.Replace("{0}", "0", StringComparison.Ordinal), cancellation);
        await using var fill = database.CreateCommand(FillSql);
        fill.CommandTimeout = 600;
        fill.Parameters.Add(new() { Value = job });
        fill.Parameters.Add(new() { Value = PastDay.From });
        fill.Parameters.Add(new() { Value = runs });
        await fill.ExecuteNonQueryAsync(cancellation);
        await Execute(database, "vacuum analyze belfry.history", cancellation);
    }

    public async Task<long?> Transactions(CancellationToken cancellation)
    {
        await using var read = server.CreateCommand("select xact_commit + xact_rollback from pg_stat_database where datname = $1");
        read.Parameters.Add(new() { Value = name });
        return (long?)await read.ExecuteScalarAsync(cancellation);
    }

    // With what Belfry tells the planner of its own connections.
    public async Task<double?> RawLoop(RawRows rows, int runs, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.ConnectionString(Address)) { Options = "-c enable_seqscan=off -c jit=off" };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        return await Bench.RawLoop.Measure(source, rows, runs, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await Execute(server, $"drop database {name} with (force)", CancellationToken.None);
        await server.DisposeAsync();
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
