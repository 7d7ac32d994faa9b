using System.Diagnostics;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>Nodes that share a PostgreSQL database, and what can happen on the way to it.</summary>
public sealed class PostgresDrillTests : DrillTests
{
    public static TheoryData<string> Cuts => DrillRun.Kinds("cut", "reset");

    public static TheoryData<string> Uncertainties => DrillRun.Kinds("lose-request", "lose-reply");

    protected override Task<string[]> Store() => NewStore();

    internal static async Task<string[]> NewStore()
    {
        var postgres = await PostgresServer.Shared;
        return ["--store", postgres.Url(await postgres.CreateDatabase())];
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_node_that_is_cut_off_stops_what_it_runs_before_others_start_it(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "2s");
        Happened(report, "cut", "reset").ShouldBeGreaterThan(0);
        report.Count("staleRefusedByTarget").ShouldBe(0);
    }

    [Fact]
    public async Task A_slow_network_makes_no_node_look_dead()
    {
        var report = await Drill("--kinds", "slow", "--every", "3s");
        Happened(report, "slow").ShouldBeGreaterThan(0);
        NobodyWasTakenForDead(report);
    }

    [Theory]
    [MemberData(nameof(Uncertainties))]
    public async Task A_request_or_an_answer_that_is_lost_loses_and_doubles_nothing(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "1s");
        Happened(report, "lose-request", "lose-reply").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Clocks_that_are_wrong_by_hours_change_nothing()
    {
        var report = await Drill("--kinds", "kill", "--every", "5s", "--skew");
        Happened(report, "kill").ShouldBeGreaterThan(0);
    }
}

/// <summary>What happens to the servers that nodes depend on.</summary>
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

    [Fact]
    public async Task Sessions_that_the_database_ends_are_replaced()
    {
        var postgres = await PostgresServer.Shared;
        string database = await postgres.CreateDatabase();
        var drill = DrillRun.Kept("--kinds", "lose-reply", "--every", "1s", "--store", postgres.Url(database), "--logs", logs);
        await Again(drill, () => postgres.Execute(
            $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and random() < 0.3"));
        await drill;
    }

    [Fact]
    public async Task Nodes_behind_a_pooler_in_transaction_mode_keep_every_promise()
    {
        var postgres = await PostgresServer.Shared;
        var pooler = await PgBouncer.Shared;
        string store = $"postgres://postgres@127.0.0.1:{pooler.Port}/{await postgres.CreateDatabase()}";
        await DrillRun.Kept("--kinds", "kill,reset", "--every", "3s", "--store", store);
    }

    [Fact]
    public async Task A_Redis_that_dies_changes_nothing_but_latency()
    {
        await using var redis = await RedisServer.Start();
        var drill = DrillRun.Kept(["--kinds", "kill", "--every", "5s", "--redis", redis.Url, "--logs", logs, .. await PostgresDrillTests.NewStore()]);
        await Again(drill, async () =>
        {
            redis.Kill();
            await redis.Restart();
        });
        await drill;
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
