using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The promises that can only be judged when the faults are over.</summary>
internal sealed class Verdict(World world, IStore store, Oracle oracle, Executions executions)
{
    // A run may wait for a rescue, a retry and its turn; after that long it is an orphan.
    private static readonly TimeSpan Gate = TimeSpan.FromSeconds(20);

    private static readonly RunState[] Live = [RunState.Scheduled, RunState.Queued, RunState.Running, RunState.Retrying];

    /// <param name="earlier">Runs as they stood when the faults ended.</param>
    public void Check(IReadOnlyList<string> jobs, IReadOnlyList<RunRecord> earlier)
    {
        var runs = Get(store.Queries.Runs(new RunQuery(Limit: 100_000), CancellationToken.None)).Items.ToDictionary(run => run.Id);
        foreach (var job in jobs)
        {
            EveryTickIsRecorded(job);
        }

        foreach (var run in runs.Values)
        {
            oracle.Require(
                !Live.Contains(run.State) || run.AvailableAt > world.Now - Gate,
                $"I7: run {run.Id:n} of {run.Job} is still {run.State}, available since {run.AvailableAt:O}");
            SuccessWasEarned(run);
        }

        foreach (var before in earlier.Where(run => !Live.Contains(run.State)))
        {
            var after = runs[before.Id];
            oracle.Require(
                after.State == before.State && after.Token == before.Token && after.FinishedAt == before.FinishedAt,
                $"I6: the finished run {before.Id:n} changed from {before.State} to {after.State}");
        }
    }

    private void EveryTickIsRecorded(string job)
    {
        var end = world.Now.AddSeconds(-3);
        var ticks = new Ledger(store).Ticks(job, World.Beginning, end, 100_000, CancellationToken.None).GetAwaiter().GetResult();
        var recorded = new HashSet<DateTimeOffset>();
        foreach (var tick in ticks)
        {
            oracle.Require(
                tick.Outcome is "run" or "skipped", $"I9: the tick {tick.Due:O} of {job} is {tick.Outcome}");
            oracle.Require(recorded.Add(tick.Due), $"I1: the tick {tick.Due:O} of {job} is recorded twice");
        }

        var spans = ticks.Where(tick => tick.Through is not null).ToList();
        foreach (var due in oracle.Ticks.GetValueOrDefault(job, []).Where(due => due <= end))
        {
            oracle.Require(
                recorded.Contains(due) || spans.Any(span => due >= span.Due && due <= span.Through),
                $"I9: the tick {due:O} of {job} was taken up, and the record does not have it");
        }
    }

    private void SuccessWasEarned(RunRecord run)
    {
        if (run.State == RunState.Succeeded)
        {
            oracle.Require(
                executions.All.Any(execution => execution.Run == run.Id && execution.Token == run.Token && execution.Succeeded),
                $"I2: run {run.Id:n} is recorded as succeeded, and no execution with its token was");
        }
    }

    private static T Get<T>(ValueTask<T> call) => call.GetAwaiter().GetResult();
}
