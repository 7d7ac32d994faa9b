using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Tests.Drill;

/// <summary>The history of one job over a few seconds, to be changed by the tests that plant violations in it.</summary>
internal sealed class Story
{
    public const string Job = "belfry-drill/each-second-000";
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private const int Seconds = 4;
    private long token;

    /// <summary>All went well: each tick has a run, each run one execution of 100 ms.</summary>
    public Story()
    {
        for (int i = 1; i <= Seconds; i++)
        {
            Tick(Start.AddSeconds(i));
        }
    }

    public OverlapRule Overlap { get; set; } = OverlapRule.Allow;
    public List<StoredTicks> Ticks { get; } = [];
    public List<StoredRun> Runs { get; } = [];
    public List<StoredRun> Before { get; } = [];
    public List<Execution> Executions { get; } = [];
    public List<Effect> Effects { get; } = [];
    public List<Fault> Faults { get; } = [];
    public List<ApiCall> Calls { get; } = [];
    public List<Stall> Stalls { get; } = [];

    public History Told => new(
        Start.AddSeconds(1),
        Start.AddSeconds(Seconds),
        new DrillBounds(At(4), At(6), At(10), At(1), 3, Start),
        [new DrillJob(Job, "every 1 second", Overlap)],
        Calls,
        Faults,
        Executions,
        Effects,
        Ticks,
        Runs,
        Before,
        Stalls);

    public IEnumerable<string> Broken => HistoryChecker.Check(Told).Select(finding => $"{finding.Check} {finding.Promise}");

    public static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Another attempt of a run, under a higher token that the store then knows.</summary>
    public Execution Again(int run, string process, double start, double end)
    {
        var stored = Runs[run];
        var again = Executions[run] with { Process = process, Token = ++token, Start = At(start), End = At(end), Attempt = 2, Outcome = ExecutionEnd.Done };
        Executions.Add(again);
        Runs[run] = stored with { Token = again.Token };
        return again;
    }

    private void Tick(DateTimeOffset due)
    {
        var id = Guid.NewGuid();
        Ticks.Add(new StoredTicks(Job, due, due, id, null));
        Runs.Add(new StoredRun(
            id, Job, RunTrigger.Schedule, due, RunState.Succeeded, ++token, 1, 0, due.AddSeconds(0.1), null));
        Executions.Add(new Execution(
            "node-1.1", id, token, Job, due, 1, due - Start, due - Start + At(0.1), ExecutionEnd.Done));
    }
}
