using System.Diagnostics;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>What happens to the servers that nodes depend on: PostgreSQL, a pooler and Redis (F8, F15, F22, F39).</summary>
public sealed class ServerFaultTests : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Loaded = TimeSpan.FromSeconds(DrillRun.Seconds * 0.6);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly string logs = Directory.CreateTempSubdirectory("belfry-drill-logs-").FullName;

    public void Dispose() => Directory.Delete(logs, recursive: true);

    [Fact]
    public async Task A_database_that_crashes_again_and_again_has_everything_that_was_acknowledged()
    {
        await using var postgres = await PostgresServer.Start();
        string store = postgres.Url(await postgres.CreateDatabase());
        var drill = DrillRun.Kept("--kinds", "none", "--store", store, "--logs", logs);
        await Again(drill, async () =>
        {
            await postgres.Crash();
            await postgres.Restart();
        });
        (await drill).Count("callsAcknowledged").ShouldBeGreaterThan(0);
    }

    // Two that have nothing to do with each other: neither the end of sessions nor that of Redis is more than a moment's delay.
    [Fact]
    public async Task Sessions_that_the_database_ends_are_replaced_and_a_Redis_that_dies_changes_nothing_but_latency()
    {
        var postgres = await PostgresServer.Shared;
        string database = await postgres.CreateDatabase();
        await using var redis = await RedisServer.Start();
        var drill = DrillRun.Kept("--kinds", "none", "--redis", redis.Url, "--store", postgres.Url(database), "--logs", logs);
        await Again(drill, async () =>
        {
            await postgres.Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and random() < 0.3");
            redis.Kill();
            await redis.Restart();
        });
        await drill;
    }

    [Fact]
    public async Task Nodes_behind_a_pooler_in_transaction_mode_keep_every_promise()
    {
        var postgres = await PostgresServer.Shared;
        var pooler = await PgBouncer.Shared;
        string store = $"postgres://postgres@127.0.0.1:{pooler.Port}/{await postgres.CreateDatabase()}";
        await DrillRun.Kept("--kinds", "kill,reset", "--every", "2s", "--store", store);
    }

    // From the first execution on, while there is load: before, there is nothing to disturb, and afterwards the drill reads what
    // came of it.
    private async Task Again(Task drill, Func<Task> fault)
    {
        await Eventually.Is(
            () => Task.FromResult(drill.IsCompleted || Directory.GetFiles(logs, "node-*.log").Any(log => new FileInfo(log).Length > 0)),
            "the drill's nodes execute",
            StartPatience);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Loaded && await Task.WhenAny(drill, Task.Delay(Between)) != drill)
        {
            await fault();
        }
    }
}
