using Belfry.Jobs;
using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What became of the ticks of jobs that follow others, worked out again from the record of the jobs before them: none is left
/// open that could be decided, and none was decided otherwise (promises I7, I9).
/// </summary>
internal sealed class FollowOracle(Oracle oracle, DateTimeOffset end, IReadOnlyList<RunRecord> runs, Func<string, IReadOnlyList<LedgerTick>> ledger)
{
    private readonly ILookup<(string Job, DateTimeOffset Due), RunRecord> byTick = runs.ToLookup(run => (run.Job, run.Due));
    private readonly Dictionary<string, IReadOnlyList<LedgerTick>> ledgers = [];

    /// <param name="job">As it stands at the end.</param>
    /// <param name="upstream">The jobs it follows, as they stand at the end; null of one that is not there.</param>
    public void Check(JobRecord job, IReadOnlyList<JobRecord?> upstream)
    {
        // What ended before the last change may have been told to somebody else.
        var since = upstream.Append(job).Max(one => one?.UpdatedAt ?? DateTimeOffset.MaxValue);
        var heard = runs
            .Where(run => job.Definition.After.Contains(run.Job) && run.FinishedAt > since && run.FinishedAt < end && !run.DryRun)
            .Select(run => run.Due)
            .Where(due => due > since && !(due < job.LedgerFrom))
            .Distinct();
        foreach (var due in heard)
        {
            Check(job, due);
        }
    }

    private void Check(JobRecord job, DateTimeOffset due)
    {
        var upstream = job.Definition.After.Select(name => Standing(name, due)).ToList();
        var decision = FanIn.Decide(job.Definition.On, job.Definition.Unmet, upstream);
        var outcome = Find(job.Name, due);
        string tick = $"the tick {due:O} of {job.Name}, which follows {string.Join(", ", upstream.Select(one => one.Sentence))}";
        if (decision.Verdict == FanInVerdict.Wait)
        {
            oracle.Require(outcome is null or { Outcome: "pending" }, $"I9: {tick}, is {outcome?.Outcome} {outcome?.Reason} and should wait");
            return;
        }

        oracle.Require(outcome is { Outcome: "run" or "skipped" }, $"I7: {tick}, is {outcome?.Outcome ?? "nowhere"} and could be decided");
        oracle.Require(
            Fits(job.Name, outcome!, decision.Verdict),
            $"I9: {tick}, is {outcome!.Outcome} {outcome.Reason} ({outcome.Detail}) and should be {decision.Verdict}");
    }

    // A tick that could run, or fail at once, meets the switches, the pause and the overlap rule of its own job.
    private bool Fits(string job, LedgerTick outcome, FanInVerdict verdict) => outcome.Outcome == "run"
        ? verdict == (HasFailedUnmet(job, outcome.Due) ? FanInVerdict.Fail : FanInVerdict.Go)
        : verdict == FanInVerdict.Skip == outcome.Reason is SkipReason.DependencyFailed || outcome.Reason == SkipReason.Disabled;

    private UpstreamTick Standing(string job, DateTimeOffset due)
    {
        var known = byTick[(job, due)].Where(run => !run.DryRun).ToList();
        return known.Exists(run => run.FinishedAt is null) ? new UpstreamTick(job, null)
            : known.MaxBy(run => run.FinishedAt) is { } last ? new UpstreamTick(job, last.State)
            : Find(job, due) is { Outcome: "pending" } ? new UpstreamTick(job, null)
            : new UpstreamTick(job, RunState.Skipped);
    }

    private LedgerTick? Find(string job, DateTimeOffset due)
    {
        if (!ledgers.TryGetValue(job, out var ticks))
        {
            ledgers[job] = ticks = ledger(job);
        }

        return ticks.FirstOrDefault(tick => tick.Due <= due && due <= (tick.Through ?? tick.Due));
    }

    private bool HasFailedUnmet(string job, DateTimeOffset due) =>
        byTick[(job, due)].Any(run => run.Trigger == RunTrigger.Dependency && run.Error?.Type == FollowOutcome.ErrorType);
}
