using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The promises that can only be judged when the faults are over.</summary>
internal sealed class Verdict(World world, Cluster cluster)
{
    // A run may wait for a rescue, a retry and its turn; after that long it is an orphan.
    private static readonly TimeSpan Gate = TimeSpan.FromSeconds(18);

    // What came due this moment may still be on its way into the record.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private const int Everything = 100_000;

    private readonly Oracle oracle = cluster.Oracle;
    private readonly IStore store = cluster.Store;
    private readonly bool prunes = world.Setting.Has(Fault.Pruning);

    public static bool IsOverdue(RunRecord run, DateTimeOffset now) => IsLive(run) && run.AvailableAt < now - Gate;

    /// <param name="earlier">Runs as they stood when the faults ended.</param>
    /// <param name="now">Runs as they stand at the end.</param>
    public void Check(IReadOnlyList<RunRecord> earlier, IReadOnlyList<RunRecord> now)
    {
        var runs = now.ToDictionary(run => run.Id);
        EveryNodeIsBack();
        foreach (var job in cluster.Jobs)
        {
            EveryTickIsRecorded(job.Name);
        }

        foreach (var run in now)
        {
            NothingIsLeftLying(run);
            SuccessWasEarned(run);
            TriesAreBounded(run);
        }

        TicksFollow(now);
        NothingFinalChanged(earlier.Where(run => !IsLive(run)), runs);
        AcknowledgementsHold(runs);
        StatisticsAddUp(now);
        oracle.Breakers.RequireRecovered();
    }

    private void EveryNodeIsBack()
    {
        foreach (var member in cluster.Members)
        {
            oracle.Require(
                member.Node is { LeaseHeld: true }, $"I7: {member.Host.Name} holds no lease long after the faults ended");
        }
    }

    // Three accounts must agree: the ledger people read, the schedule itself, and what the oracle saw being committed.
    private void EveryTickIsRecorded(string job)
    {
        var end = world.StoreTime.Judged - Moment;
        var record = Get(store.Jobs.Get(job, CancellationToken.None));
        oracle.Require(record is not null, $"I3: {job} was created again, and it is not there");
        var from = new[] { World.Beginning, record!.CreatedAt, record.LedgerFrom ?? World.Beginning }.Max();
        var ledger = new Ledger(store).Ticks(job, from, end, Everything, CancellationToken.None).GetAwaiter().GetResult();
        var recorded = new HashSet<DateTimeOffset>();
        foreach (var tick in ledger)
        {
            oracle.Require(
                tick.Outcome is "run" or "skipped" || (tick.Outcome == "pending" && record.Definition.After.Count > 0), $"I9: the tick {tick.Due:O} of {job} is {tick.Outcome}");
            oracle.Require(recorded.Add(tick.Due), $"I1: the tick {tick.Due:O} of {job} is recorded twice");
        }

        var spans = ledger.Where(tick => tick.Through is not null).ToList();
        foreach (var due in oracle.Ticks.Of(job).Where(due => due >= from && due <= end))
        {
            oracle.Require(
                recorded.Contains(due) || spans.Any(span => due >= span.Due && due <= span.Through),
                $"I9: the tick {due:O} of {job} was taken up, and the record does not have it");
        }

        var changed = record.UpdatedAt + Timing.LookAhead;
        TheSumIsRight(record, ledger, from > changed ? from : changed, end);
    }

    // Since the job was last changed its schedule says how many ticks there were; one of the schedule before may have been fired
    // ahead of its instant.
    private void TheSumIsRight(JobRecord job, IReadOnlyList<LedgerTick> ledger, DateTimeOffset after, DateTimeOffset end)
    {
        if (job.NextDue is not { } cursor || cursor <= after)
        {
            return;
        }

        var schedule = job.Definition.ParseSchedule();
        var expected = 0L;
        for (var due = schedule.Next(after); due is { } tick && tick <= end; due = schedule.Next(tick))
        {
            expected++;
            oracle.Require(
                tick >= cursor || oracle.Ticks.Of(job.Name).Contains(tick), $"I9: the tick {tick:O} of {job.Name} was never taken up");
        }

        var counted = ledger.Where(tick => tick.Due > after).Sum(tick => tick.Count);
        oracle.Require(counted == expected, $"I9: the ledger of {job.Name} has {counted} ticks since {after:O}, the schedule {expected}");
    }

    // Where retention has pruned some of the record, it cannot be worked out again.
    private void TicksFollow(IReadOnlyList<RunRecord> runs)
    {
        if (prunes)
        {
            return;
        }

        var end = world.StoreTime.Judged - Moment;
        var follows = new FollowOracle(oracle, end, runs, job =>
            new Ledger(store).Ticks(job, World.Beginning, end, Everything, CancellationToken.None).GetAwaiter().GetResult());
        var jobs = cluster.Jobs.Select(job => Get(store.Jobs.Get(job.Name, CancellationToken.None))).OfType<JobRecord>().ToDictionary(job => job.Name);
        foreach (var job in jobs.Values.Where(job => job.Definition.After.Count > 0))
        {
            follows.Check(job, [.. job.Definition.After.Select(jobs.GetValueOrDefault)]);
        }
    }

    private void NothingIsLeftLying(RunRecord run) => oracle.Require(
        !IsOverdue(run, world.StoreTime.Judged),
        $"I7: run {run.Id:n} of {run.Job} is still {run.State}, available since {run.AvailableAt:O}");

    private void SuccessWasEarned(RunRecord run)
    {
        if (run.State == RunState.Succeeded)
        {
            oracle.Require(
                cluster.Executions.All.Exists(execution => execution.Run == run.Id && execution.Token == run.Token && execution.Succeeded),
                $"I2: run {run.Id:n} is recorded as succeeded, and no execution with its token was");
        }
    }

    private void TriesAreBounded(RunRecord run)
    {
        var most = Timing.MaxLost(world.Setting);
        oracle.Require(run.LostCount <= most, $"I8: run {run.Id:n} of {run.Job} was lost {run.LostCount} times, {most} are allowed");
        oracle.Require(
            run.Attempt <= run.MaxAttempts + run.LostCount,
            $"I8: run {run.Id:n} of {run.Job} had {run.Attempt} attempts, {run.MaxAttempts} are allowed and {run.LostCount} were lost");
        var deaths = cluster.Executions.All.Count(execution => execution.Run == run.Id && execution.Work.Poison);
        oracle.Require(
            deaths <= most + run.MaxAttempts, $"I8: run {run.Id:n} of {run.Job} was begun {deaths} times, and brings nodes down");
    }

    private void NothingFinalChanged(IEnumerable<RunRecord> earlier, Dictionary<Guid, RunRecord> runs)
    {
        foreach (var before in earlier)
        {
            var after = runs.GetValueOrDefault(before.Id);
            oracle.Require(
                after is null ? prunes : after.State == before.State && after.Token == before.Token && after.FinishedAt == before.FinishedAt,
                $"I6: the finished run {before.Id:n} changed from {before.State} to {after?.State.ToString() ?? "nothing"}");
        }
    }

    private void AcknowledgementsHold(Dictionary<Guid, RunRecord> runs)
    {
        foreach (var id in cluster.Operators.Acknowledged)
        {
            oracle.Require(prunes || runs.ContainsKey(id), $"I3: the request for run {id:n} was acknowledged, and it is not there");
        }

        foreach (var id in oracle.Attempts.Cancels)
        {
            oracle.Require(
                !runs.TryGetValue(id, out var run) || IsLive(run) || run.State == RunState.Cancelled,
                $"I16: run {id:n} was cancelled, and is {run?.State}");
        }
    }

    private void StatisticsAddUp(IReadOnlyList<RunRecord> runs)
    {
        var statistics = Get(store.Queries.Statistics(null, World.Beginning.AddHours(-1), world.StoreTime.Judged.AddHours(1), CancellationToken.None));
        var counted = statistics.Buckets.Sum(bucket => bucket.Count);
        var finished = runs.Count(run => !IsLive(run));
        oracle.Require(
            prunes ? counted >= finished : counted == finished, $"the statistics count {counted} finished runs, there are {finished}");
    }

    private static bool IsLive(RunRecord run) => run.State <= RunState.Retrying;

    private static T Get<T>(ValueTask<T> call) => call.GetAwaiter().GetResult();
}
