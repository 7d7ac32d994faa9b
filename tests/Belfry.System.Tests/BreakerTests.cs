using System.Globalization;
using System.Text.Json;
using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>
/// F49: what jobs of two servers call is down for a while. It is a file here: who finds it is answered, who does not is not. Every call writes
/// itself down before it looks. The full size, 40 jobs and a minute, runs with <c>BELFRY_TEST_FULL=1</c>.
/// </summary>
public abstract class BreakerTests : IAsyncLifetime
{
    private const string Breaker = "target";
    private const int Failures = 5;
    private static readonly int Jobs = DrillRun.Full ? 40 : 8;
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(DrillRun.Full ? 60 : 12);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    // A node claims up to half a second ahead of the instant: what it holds then begins, whatever happens in between.
    private static readonly TimeSpan ClaimedAhead = TimeSpan.FromSeconds(1);

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-breaker-").FullName;
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
    public async Task While_the_target_is_down_it_is_called_once_a_recovery_by_the_whole_cluster_and_no_more_once_it_is_back()
    {
        await using var one = await Start("one");
        await using var other = await Start("other");
        await File.WriteAllTextAsync(Target, "");
        (await one.Run(["apply", "-f", "-"], JobFile())).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(2));
        await Eventually.Is(() => one.RanAfter("calls-0", from), "the target is called");

        File.Delete(Target);
        await Eventually.Is(async () => await State(other) == "open", "the breaker opens");
        var openedAt = (await Read(one)).GetProperty("openedAt").GetDateTimeOffset();
        await Task.Delay(Down);
        var isBack = DateTimeOffset.UtcNow;
        await File.WriteAllTextAsync(Target, "");
        await Eventually.Is(async () => await State(one) == "closed", "the breaker closes");
        var closedAt = (await Read(other)).GetProperty("since").GetDateTimeOffset();
        await Eventually.Is(() => other.RanAfter("calls-0", closedAt), "jobs run again");

        var probes = await CallsBegunUnder(one, openedAt, closedAt);
        foreach (var (earlier, later) in probes.Zip(probes.Skip(1)))
        {
            (later - earlier).ShouldBeGreaterThanOrEqualTo(Recovery, $"two calls came too soon after each other while the breaker was open: {string.Join(", ", probes)}");
        }

        // The jobs are due each second: there is one to try with as soon as the recovery is over, also on a machine that is slow today.
        (closedAt - isBack).ShouldBeLessThan(Recovery + TimeSpan.FromSeconds(10));
        probes.Count.ShouldBeGreaterThan(1);
        for (int i = 0; i < Jobs; i++)
        {
            await one.ShouldHaveEachSecond($"calls-{i}", from, WholeSecond(closedAt));
        }

        (await one.Ticks("calls-0", from, closedAt)).Select(tick => tick.GetProperty("reason").GetString()).ShouldContain("breaker-open");
        (await one.Ticks("calls-1", from, closedAt)).Select(tick => tick.GetProperty("outcome").GetString()).ShouldAllBe(outcome => outcome == "run");
    }

    private string Target => Path.Combine(folder, "target");

    private string Log => Path.Combine(folder, "calls.log");

    private Task<RunningServer> Start(string node) =>
        RunningServer.StartIn(folder, "server", "--store", store, "--slots", "16", "--node", node);

    private static async Task<JsonElement> Read(RunningServer server) =>
        JsonElement.Parse((await server.Run("breaker", "get", Breaker, "-o", "json")).Out);

    private static async Task<string?> State(RunningServer server) => (await Read(server)).GetProperty("state").GetString();

    // What had been claimed before it opened was on its way. When a call began its run says, when the target was called the target does.
    private async Task<List<DateTimeOffset>> CallsBegunUnder(RunningServer server, DateTimeOffset openedAt, DateTimeOffset closedAt)
    {
        var probes = new List<DateTimeOffset>();
        foreach (string[] call in (await File.ReadAllLinesAsync(Log)).Select(line => line.Split(' ')))
        {
            var at = DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(call[1], CultureInfo.InvariantCulture));
            if (at > openedAt && at < closedAt && await Began(server, call[0], int.Parse(call[2], CultureInfo.InvariantCulture)) >= openedAt + ClaimedAhead)
            {
                probes.Add(at);
            }
        }

        return [.. probes.Order()];
    }

    private static async Task<DateTimeOffset> Began(RunningServer server, string run, int attempt)
    {
        var ended = await server.Run("run", "get", run, "-o", "json");
        ended.Code.ShouldBe(0, ended.Error);
        attempt.ShouldBe(1);
        return JsonElement.Parse(ended.Out).GetProperty("startedAt").GetDateTimeOffset();
    }

    // Half of the jobs skip what comes due while it is open, half wait.
    private string JobFile() => "jobs:\n" + string.Concat(Enumerable.Range(0, Jobs).Select(i =>
        $$"""
          - name: calls-{{i}}
            schedule: every 1 second
            overlap: allow
            run:
              command: [/bin/sh, -c, 'echo "$BELFRY_RUN_ID $(date +%s.%N) $BELFRY_ATTEMPT" >> {{Log}}; test -e {{Target}}']
            breaker: { failures: {{Failures}}, window: 10s, recovery: {{Recovery.TotalSeconds}}s, resource: {{Breaker}}, whileOpen: {{(i % 2 == 0 ? "skip" : "wait")}} }

        """));
}

public sealed class SqliteBreakerTests : BreakerTests
{
    protected override Task<string> Store(string folder) => Task.FromResult($"sqlite:{Path.Combine(folder, "store.db")}");
}

public sealed class PostgresBreakerTests : BreakerTests
{
    protected override async Task<string> Store(string folder)
    {
        var postgres = await Belfry.TestServers.PostgresServer.Shared;
        return postgres.Url(await postgres.CreateDatabase());
    }
}
