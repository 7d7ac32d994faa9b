using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>
/// Faults of nodes (F1 to F14, F31, F34, F40, F45): real processes are killed, stopped, drained and cut off while jobs are due
/// each second, and four independent logs decide what was kept. With <c>BELFRY_TEST_FULL=1</c> for two minutes each, with 100 jobs.
/// </summary>
public abstract class DrillTests
{
    public static TheoryData<string> Losses => DrillRun.Kinds("kill", "kill-all", "freeze");

    public static TheoryData<string> Nuisances => DrillRun.Kinds("pause", "drain", "edit");

    /// <summary>Arguments that say which store the nodes share.</summary>
    protected abstract Task<string[]> Store();

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Nodes_that_are_killed_or_come_back_from_the_dead_lose_and_double_nothing(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "2s");
        Happened(report, "kill", "kill-all", "freeze").ShouldBeGreaterThan(0);
    }

    // Clones of one machine have one name, and are told apart all the same.
    [Theory]
    [MemberData(nameof(Nuisances))]
    public async Task Nodes_that_pause_or_drain_while_jobs_are_edited_are_not_taken_for_dead(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "1s", "--same-name");
        NobodyWasTakenForDead(report);
    }

    [Fact]
    public async Task A_job_that_brings_its_node_down_ends_as_a_dead_letter()
    {
        var report = await Drill("--kinds", "poison", "--every", "6s");
        Happened(report, "poison").ShouldBeGreaterThan(0);
        report.Count("dead").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_job_that_takes_every_thread_does_not_make_its_node_look_dead()
    {
        var report = await Drill("--kinds", "starve", "--every", "5s");
        Happened(report, "starve").ShouldBeGreaterThan(0);
        NobodyWasTakenForDead(report);
    }

    protected async Task<JsonElement> Drill(params string[] arguments) => await DrillRun.Kept([.. arguments, .. await Store()]);

    protected static int Happened(JsonElement report, params string[] kinds) => kinds.Sum(kind => report.Happened(kind));

    // On a machine so busy that the store itself stands still for a quarter of a lease nobody could tell; nor while other tests run.
    protected static void NobodyWasTakenForDead(JsonElement report)
    {
        if (DrillRun.Full && report.Count("storeStalls") == 0)
        {
            report.Count("lostToNodes").ShouldBe(0);
            report.Count("leasesLost").ShouldBe(0);
        }
    }
}

/// <summary>Nodes that share a file.</summary>
public sealed class SqliteDrillTests : DrillTests
{
    protected override Task<string[]> Store() => Task.FromResult<string[]>([]);
}
