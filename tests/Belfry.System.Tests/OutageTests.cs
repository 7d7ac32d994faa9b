using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>A server that was away for ten minutes accounts for every tick of them, by the policy of each job (promise I9).</summary>
public sealed class OutageTests : IDisposable
{
    private const int Missed = 600;
    private static readonly Dictionary<string, string> Later = new() { ["BELFRY_TEST_CLOCK_OFFSET"] = "10m" };

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-outage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Each_policy_runs_what_it_promises_and_records_the_rest()
    {
        await using (var before = await Start([]))
        {
            (await before.Run(["apply", "-f", "-"], JobFile)).Code.ShouldBe(0);
            await Eventually.Is(() => before.RanAfter("last", DateTimeOffset.UtcNow.AddSeconds(-2)), "runs are made");
            (await before.Stop()).ShouldBe(0);
        }

        // As if it had been started ten minutes later: its clock says so.
        await using var after = await Start(Later);
        var back = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(Missed));
        await Eventually.Is(() => after.RanAfter("last", back), "runs go on");
        var from = back.AddSeconds(-Missed + 60);
        var to = back.AddSeconds(-90);
        (await Runs(after, "last", from, to)).ShouldBe(0);
        (await Runs(after, "skip", from, to)).ShouldBe(0);
        (await Runs(after, "all", from, to)).ShouldBe(0, "five runs are the newest five");
        foreach (string job in new[] { "last", "skip", "all" })
        {
            await after.ShouldHaveEachSecond(job, from, back);
        }

        // Of what nobody could fire the newest is run, or the newest five; for "skip" the last minute is late, not missed.
        (await Misfires(after, "last", back)).ShouldBeGreaterThan(Missed - 30);
        (await Misfires(after, "skip", back)).ShouldBeInRange(Missed - 90, Missed);
        (await Misfires(after, "all", back)).ShouldBeGreaterThan(Missed - 30);
    }

    private Task<RunningServer> Start(Dictionary<string, string> variables) => RunningServer.StartIn(
        folder, variables, null, "server", "--store", $"sqlite:{Path.Combine(folder, "store.db")}", "--slots", "64");

    private static async Task<int> Runs(RunningServer server, string job, DateTimeOffset from, DateTimeOffset to) =>
        (await server.Ticks(job, from, to)).Count(tick => tick.GetProperty("outcome").GetString() == "run");

    private static async Task<int> Misfires(RunningServer server, string job, DateTimeOffset back) =>
        (await server.Ticks(job, back.AddSeconds(-Missed), back)).Count(tick => tick.GetProperty("reason").GetString() == "misfire");

    private static string JobFile { get; } = "jobs:\n" + string.Concat(
        new[] { "{policy: last}", "{policy: skip}", "{policy: all, max: 5}" }.Select(policy =>
            $$"""
              - name: {{policy.Split(':', ',', '}')[1].Trim()}}
                schedule: every 1 second
                overlap: allow
                misfire: {{policy}}
                run: {command: [/bin/true]}

            """));
}
