using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>
/// Faults of nodes (F1 to F7, F31, F34, F40, F45): real processes are killed, stopped, drained and starved while jobs are due each
/// second, and four independent logs decide what was kept. With <c>BELFRY_TEST_FULL=1</c> for two minutes each, with 100 jobs.
/// </summary>
public abstract class DrillTests
{
    public static TheoryData<string> Losses => DrillRun.Kinds("kill", "kill-all", "freeze", "poison");

    public static TheoryData<string> Nuisances => DrillRun.Kinds("pause", "drain", "edit", "starve");

    /// <summary>Arguments that say which store the nodes share.</summary>
    protected abstract Task<string[]> Store();

    // A job that brings its node down ends as a dead letter, and the others go on.
    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Nodes_that_are_killed_or_come_back_from_the_dead_lose_and_double_nothing(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "2s");
        report.Happened(kinds).ShouldBeGreaterThan(0);
        if (report.Happened("poison") > 0)
        {
            report.Count("dead").ShouldBeGreaterThan(0);
        }
    }

    // Clones of one machine have one name, and are told apart all the same.
    [Theory]
    [MemberData(nameof(Nuisances))]
    public async Task Nodes_that_pause_drain_or_starve_while_jobs_are_edited_are_not_taken_for_dead(string kinds)
    {
        var report = await Drill("--kinds", kinds, "--every", "1s", "--same-name");

        // Edits are calls, and have no entry of their own among the faults.
        (kinds == "edit" || report.Happened(kinds) > 0).ShouldBeTrue();
        NobodyWasTakenForDead(report);
    }

    protected async Task<JsonElement> Drill(params string[] arguments) => await DrillRun.Kept([.. arguments, .. await Store()]);

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
