using System.Text.Json;
using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>
/// Servers that are killed at any instant, on one store. Jobs fire every second and write down for themselves what they did.
/// The full size, 100 jobs and 20 kills, runs with <c>BELFRY_TEST_FULL=1</c>.
/// </summary>
public abstract class KillTests : IAsyncLifetime
{
    private static readonly int Jobs = DrillRun.Full ? 100 : 20;
    private static readonly string Newest = $"each-second-{Jobs - 1}";
    private static readonly int Kills = DrillRun.Full ? 20 : 5;

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-kill-").FullName;
    private readonly HashSet<string> killed = [];

    private string store = "";
    private int starts;

    public async Task InitializeAsync() => store = await Store(folder);

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>As <c>--store</c> takes it.</summary>
    protected abstract Task<string> Store(string folder);

    [Fact]
    public async Task Killed_again_and_again_the_server_records_every_tick_once()
    {
        var chance = new Random(20261121);
        var (server, node) = await Start();
        (await server.Run(["apply", "-f", "-"], JobFile())).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        for (int i = 0; i < Kills; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.3 + chance.NextDouble() * 1.7));
            await Kill(server, node);
            (server, node) = await Start();
        }

        await using var last = server;
        var to = WholeSecond(DateTimeOffset.UtcNow);
        await Eventually.Is(async () => await last.RanAfter(Newest, to), "runs go on after the last kill");
        await ShouldAccountForEachTick(last, from, to);
    }

    [Fact]
    public async Task Two_servers_share_a_store_and_one_takes_over_from_the_other()
    {
        var (first, node) = await Start();
        var (second, _) = await Start();
        await using var other = second;
        (await second.Run(["apply", "-f", "-"], JobFile())).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(async () => await second.RanAfter(Newest, from.AddSeconds(2)), "runs are made");
        await Kill(first, node);
        var to = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(async () => await second.RanAfter(Newest, to), "the other goes on");
        await ShouldAccountForEachTick(second, from, to);
    }

    private ExecutionLog Log => new(Path.Combine(folder, "executed.log"));

    // An outcome for each; what is said to have succeeded was executed; what was executed again had been lost.
    private async Task ShouldAccountForEachTick(RunningServer server, DateTimeOffset from, DateTimeOffset to)
    {
        for (int i = 0; i < Jobs; i++)
        {
            string job = $"each-second-{i}";
            await server.ShouldHaveEachSecond(job, from, to);
            var ticks = await server.Ticks(job, from, to);
            var executed = Log.Read();
            foreach (string due in ticks.Where(Succeeded).Select(tick => tick.GetProperty("due").GetString()!))
            {
                executed[(job, due)].ShouldNotBeEmpty($"{job} {due} is said to have succeeded");
            }
        }

        await Log.ShouldRepeatOnlyWhatWasLost(server, killed);
    }

    private async Task<(RunningServer Server, string Node)> Start()
    {
        string node = $"node-{++starts}";
        return (await RunningServer.StartIn(folder, "server", "--store", store, "--slots", "32", "--node", node), node);
    }

    private async Task Kill(RunningServer server, string node)
    {
        killed.Add(node);
        await server.Kill();
        await server.DisposeAsync();
    }

    private string JobFile() => "jobs:\n" + string.Concat(Enumerable.Range(0, Jobs).Select(i =>
        $$"""
          - name: each-second-{{i}}
            schedule: every 1 second
            run:
              command: [/bin/sh, -c, '{{Log.Command}}']

        """));

    private static bool Succeeded(JsonElement tick) => tick.GetProperty("state").GetString() == "succeeded";
}

public sealed class SqliteKillTests : KillTests
{
    protected override Task<string> Store(string folder) => Task.FromResult($"sqlite:{Path.Combine(folder, "store.db")}");
}

public sealed class PostgresKillTests : KillTests
{
    protected override async Task<string> Store(string folder)
    {
        var postgres = await Belfry.TestServers.PostgresServer.Shared;
        return postgres.Url(await postgres.CreateDatabase());
    }
}
