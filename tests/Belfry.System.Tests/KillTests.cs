using System.Globalization;
using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>
/// Servers that are killed at any instant, on one store. Jobs fire every second and write down for themselves what they did.
/// The full size, 100 jobs and 20 kills, runs with <c>BELFRY_TEST_FULL=1</c>.
/// </summary>
public abstract class KillTests : IAsyncLifetime
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("BELFRY_TEST_FULL") == "1";
    private static readonly int Jobs = Full ? 100 : 20;
    private static readonly int Kills = Full ? 20 : 6;

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-kill-").FullName;

    private string store = "";

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
        var server = await Start();
        (await server.Run(["apply", "-f", "-"], JobFile())).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        for (int i = 0; i < Kills; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.3 + chance.NextDouble() * 1.7));
            await server.Kill();
            await server.DisposeAsync();
            server = await Start();
        }

        await using var last = server;
        var to = WholeSecond(DateTimeOffset.UtcNow);
        await Eventually.Is(async () => await RanAfter(last, to), "runs go on after the last kill");
        var executed = File.ReadAllLines(Log).ToHashSet();
        for (int i = 0; i < Jobs; i++)
        {
            string job = $"each-second-{i}";
            var ticks = await Ticks(last, job, from, to);
            Seconds(from, to).ShouldBe(ticks.Select(tick => tick.GetProperty("due").GetString()!), job);
            foreach (var tick in ticks)
            {
                tick.GetProperty("outcome").GetString().ShouldBeOneOf("run", "skipped");
                if (tick.GetProperty("state").GetString() == "succeeded")
                {
                    executed.ShouldContain($"{job} {tick.GetProperty("due").GetString()}");
                }
            }
        }
    }

    [Fact]
    public async Task Two_servers_share_a_store_and_one_takes_over_from_the_other()
    {
        var first = await Start();
        await using var second = await Start();
        (await second.Run(["apply", "-f", "-"], JobFile())).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(async () => await RanAfter(second, from.AddSeconds(2)), "runs are made");
        await first.Kill();
        await first.DisposeAsync();
        var to = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(async () => await RanAfter(second, to), "the other goes on");
        for (int i = 0; i < Jobs; i++)
        {
            var ticks = await Ticks(second, $"each-second-{i}", from, to);
            Seconds(from, to).ShouldBe(ticks.Select(tick => tick.GetProperty("due").GetString()!));
        }

        string[] executed = File.ReadAllLines(Log);
        executed.Length.ShouldBe(executed.Distinct().Count(), "a tick was executed twice while a node that ran it was alive");
    }

    private string Log => Path.Combine(folder, "executed.log");

    private Task<RunningServer> Start() => RunningServer.StartIn(
        folder, "server", "--store", store, "--lease", "2s", "--slots", "32");

    private string JobFile() => "jobs:\n" + string.Concat(Enumerable.Range(0, Jobs).Select(i =>
        $$"""
          - name: each-second-{{i}}
            schedule: every 1 second
            run:
              command: [/bin/sh, -c, 'echo "$BELFRY_JOB $BELFRY_DUE" >> {{Log}}']

        """));

    private static async Task<bool> RanAfter(RunningServer server, DateTimeOffset instant) =>
        JsonElement.Parse((await server.Run("run", "list", "-q", "state:succeeded", "--limit", "1", "-o", "json")).Out)
            .GetProperty("items").EnumerateArray().Any(run => run.GetProperty("due").GetDateTimeOffset() > instant);

    private static async Task<List<JsonElement>> Ticks(RunningServer server, string job, DateTimeOffset from, DateTimeOffset to)
    {
        var ended = await server.Run("job", "ticks", job, "--from", Text(from), "--to", Text(to), "--limit", "1000", "-o", "json");
        return [.. JsonElement.Parse(ended.Out).GetProperty("items").EnumerateArray()];
    }

    private static IEnumerable<string> Seconds(DateTimeOffset from, DateTimeOffset to)
    {
        for (var second = from; second <= to; second = second.AddSeconds(1))
        {
            yield return Text(second);
        }
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
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
