using System.Text.Json;
using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>
/// A host that sleeps, with every process of the cluster on it, does not wake to a burst (fault F30); what a pause holds back follows the
/// choice made when it began. With <c>BELFRY_TEST_FULL=1</c> it sleeps for a minute.
/// </summary>
public sealed class SleepTests : IAsyncLifetime
{
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(DrillRun.Full ? 60 : 12);
    private const int Most = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-sleep-").FullName;
    private readonly List<RunningServer> servers = [];

    public async Task InitializeAsync()
    {
        string[] arguments = ["server", "--store", $"sqlite:{Path.Combine(folder, "store.db")}", "--lease", "4s"];
        servers.Add(await RunningServer.StartIn(folder, arguments));
        servers.Add(await RunningServer.StartIn(folder, arguments));
    }

    public async Task DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_host_that_slept_makes_no_more_runs_than_the_policy_allows_and_forgets_no_tick()
    {
        await Apply("all", $"misfire: {{ policy: all, max: {Most} }}");
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(() => servers[0].RanAfter("all", from), "runs are made");
        await Task.WhenAll(servers.Select(server => server.Signal("STOP")));
        var stopped = WholeSecond(DateTimeOffset.UtcNow);
        await Task.Delay(Sleep);
        var woken = WholeSecond(DateTimeOffset.UtcNow);
        await Task.WhenAll(servers.Select(server => server.Signal("CONT")));
        await Eventually.Is(() => servers[0].RanAfter("all", woken.AddSeconds(1)), "runs are made again");
        await servers[0].ShouldHaveEachSecond("all", from, woken);

        // What came due in the second around the stop may have been fired ahead.
        var asleep = await servers[0].Ticks("all", stopped.AddSeconds(2), woken.AddSeconds(-1));
        asleep.Count(tick => Outcome(tick) == "run").ShouldBeLessThanOrEqualTo(Most);
        asleep.Where(tick => Outcome(tick) == "skipped").ShouldAllBe(tick => tick.GetProperty("reason").GetString() == "misfire");
    }

    [Theory]
    [InlineData("skip")]
    [InlineData("last")]
    [InlineData("all")]
    public async Task Ticks_of_a_pause_follow_the_choice_made_when_it_began(string choice)
    {
        await Apply("held", "overlap: queue");
        await Eventually.Is(() => servers[0].RanAfter("held", DateTimeOffset.UtcNow.AddSeconds(-5)), "runs are made");
        (await servers[0].Run("job", "pause", "held", "--ticks", choice, "--reason", "audit")).Code.ShouldBe(0);

        // What was due within half a second of the pause may have been fired before it.
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(2));
        await Task.Delay(TimeSpan.FromSeconds(4.5));
        var to = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(-1));

        // By the other server.
        (await servers[1].Run("job", "resume", "held")).Code.ShouldBe(0);
        var resumed = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(() => servers[0].RanAfter("held", resumed), "runs are made again");
        await servers[0].ShouldHaveEachSecond("held", from, to);
        var held = await servers[0].Ticks("held", from, resumed);
        int runs = held.Count(tick => Outcome(tick) == "run" && tick.GetProperty("due").GetDateTimeOffset() <= to);
        switch (choice)
        {
            case "all":
                held.ShouldAllBe(tick => Outcome(tick) == "run");
                break;
            case "last":
                // The newest came due after the last second that is looked at, or is that one.
                runs.ShouldBeLessThanOrEqualTo(1);
                break;
            default:
                runs.ShouldBe(0);
                break;
        }
    }

    private async Task Apply(string name, string policy)
    {
        string file =
            $$"""
            jobs:
              - name: {{name}}
                schedule: every 1 second
                run: { command: ["true"] }
                {{policy}}
            """;
        var applied = await servers[0].Run(["apply", "-f", "-"], file);
        applied.Code.ShouldBe(0, applied.Error);
    }

    private static string? Outcome(JsonElement tick) => tick.GetProperty("outcome").GetString();
}
