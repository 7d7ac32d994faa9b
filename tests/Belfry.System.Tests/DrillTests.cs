namespace Belfry.System.Tests;

/// <summary>
/// Faults of nodes: real processes are killed, stopped and drained while jobs are due each second, and four independent logs decide
/// what was kept. With <c>BELFRY_TEST_FULL=1</c> each takes two minutes with 100 jobs.
/// </summary>
public abstract class DrillTests
{
    /// <summary>Arguments that say which store the nodes share.</summary>
    protected abstract Task<string[]> Store();

    [Fact]
    public async Task Nodes_that_are_killed_lose_nothing()
    {
        var report = await Drill("--kinds", "kill", "--every", "3s");
        report.Happened("kill").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task All_nodes_killed_at_once_lose_nothing()
    {
        var report = await Drill("--kinds", "kill-all", "--every", "4s");
        report.Happened("kill-all").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_node_that_comes_back_from_the_dead_changes_nothing()
    {
        var report = await Drill("--kinds", "freeze", "--every", "2s");
        report.Happened("freeze").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_node_that_is_stopped_shortly_is_not_taken_for_dead()
    {
        var report = await Drill("--kinds", "pause", "--every", "1s");
        report.Happened("pause").ShouldBeGreaterThan(0);
        if (report.Count("storeStalls") == 0)
        {
            report.Count("lostToNodes").ShouldBe(0);
            report.Count("leasesLost").ShouldBe(0);
        }
    }

    [Fact]
    public async Task Nodes_that_drain_while_jobs_are_edited_hand_everything_on()
    {
        // Clones of one machine: they have one name, and are told apart all the same.
        var report = await Drill("--kinds", "drain,edit", "--every", "2s", "--same-name");
        report.Happened("drain").ShouldBeGreaterThan(0);
        if (report.Count("storeStalls") == 0)
        {
            report.Count("lostToNodes").ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_job_that_brings_its_node_down_ends_as_a_dead_letter()
    {
        var report = await Drill("--kinds", "poison", "--every", "6s");
        report.Happened("poison").ShouldBeGreaterThan(0);
        report.Count("dead").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_job_that_takes_every_thread_does_not_make_its_node_look_dead()
    {
        var report = await Drill("--kinds", "starve", "--every", "5s");
        report.Happened("starve").ShouldBeGreaterThan(0);
        if (report.Count("storeStalls") == 0)
        {
            report.Count("lostToNodes").ShouldBe(0);
            report.Count("leasesLost").ShouldBe(0);
        }
    }

    protected async Task<global::System.Text.Json.JsonElement> Drill(params string[] arguments) =>
        await DrillRun.Kept([.. arguments, .. await Store()]);
}

/// <summary>Nodes that share a file.</summary>
public sealed class SqliteDrillTests : DrillTests
{
    protected override Task<string[]> Store() => Task.FromResult<string[]>([]);
}
