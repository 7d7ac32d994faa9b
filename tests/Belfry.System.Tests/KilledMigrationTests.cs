using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>The upgrade of a store whose process is killed half-way (F42).</summary>
public sealed class KilledMigrationTests
{
    private const int Nodes = 10;

    // Each table takes a moment, so that there is a half-way.
    private const string SlowTables =
        """
        create function wait_a_little() returns event_trigger language plpgsql as 'begin perform pg_sleep(0.2); end';
        create event trigger slow_tables on ddl_command_start when tag in ('CREATE TABLE') execute function wait_a_little();
        """;

    [Fact]
    public async Task Ten_nodes_that_start_at_once_after_it_complete_it_together()
    {
        var postgres = await PostgresServer.Shared;
        string database = await postgres.CreateDatabase();
        await postgres.Execute(SlowTables, database);
        using (var migration = Executable.Start(["migrate", "up", "--yes", "--store", postgres.Url(database)], null, null))
        {
            string halfWay = $"select exists (select from pg_stat_activity where datname = '{database}' and wait_event = 'PgSleep')";
            await Eventually.Is(() => postgres.Value<bool>(halfWay), "the migration is half-way");
            migration.Kill();
            await migration.WaitForExitAsync();
        }

        (await postgres.Value<bool>("select to_regclass('belfry.history') is null", database)).ShouldBeTrue("it was killed half-way");
        await postgres.Execute("drop event trigger slow_tables", database);
        var starting = Enumerable.Range(0, Nodes)
            .Select(i => RunningServer.Start("server", "--store", postgres.Url(database), "--node", $"node-{i}")).ToList();
        try
        {
            var servers = await Task.WhenAll(starting);

            // By name: one that a slow machine kept from beating comes back as another.
            await Eventually.Is(
                async () => (await servers[0].Get("/nodes")).GetProperty("items").EnumerateArray()
                    .Select(node => node.GetProperty("name").GetString()).Distinct().Count() == Nodes,
                "all nodes are there");
            var ended = await Executable.Run("migrate", "status", "--store", postgres.Url(database));
            ended.Code.ShouldBe(0, ended.Error + ended.Out);
        }
        finally
        {
            foreach (var server in starting.Where(server => server.IsCompletedSuccessfully))
            {
                await (await server).DisposeAsync();
            }
        }
    }
}
