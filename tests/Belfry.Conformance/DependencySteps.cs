using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>Steps for jobs that follow others.</summary>
public abstract class DependencySteps<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    protected static JobDefinition After(string name, params string[] upstream) =>
        Definition(name) with { Schedule = "after " + string.Join(", ", upstream) };

    /// <summary>Creates a job that follows others.</summary>
    protected async Task<JobRecord> Follow(JobDefinition definition) =>
        (await Store.Jobs.Save(new JobChange(null, definition, null, null, null, []), None)).ShouldNotBeNull();

    protected Task<JobRecord> Follow(string name, params string[] upstream) => Follow(After(name, upstream));

    protected async Task<JobRecord> Change(
        string name, Func<JobDefinition, JobDefinition>? change = null, Func<JobPause?, JobPause?>? pause = null)
    {
        var job = await Get(name);
        return (await Store.Jobs.Save(
            new JobChange(
                job, change?.Invoke(job.Definition) ?? job.Definition, job.NextDue, null, pause is null ? job.Pause : pause(job.Pause), []),
            None)).ShouldNotBeNull();
    }

    /// <summary>The job's next tick gets a run, which ends.</summary>
    protected async Task<Guid> EndTick(string job, RunState state = RunState.Succeeded)
    {
        var run = await FireRun(job);
        await End(run, state);
        return run;
    }

    protected async Task End(Guid run, RunState state = RunState.Succeeded)
    {
        var node = await StartNode();
        var claimed = (await TryClaim(node, ahead: 3_600, only: run)).Runs.ShouldHaveSingleItem();
        (await Finish(claimed, node, state)).ShouldBe(FinishStatus.Accepted);
    }

    /// <summary>The job's next ticks are recorded as skipped.</summary>
    protected async Task SkipTicks(string name, int count = 1, SkipReason reason = SkipReason.Misfire)
    {
        var job = await Get(name);
        var first = job.NextDue.ShouldNotBeNull();
        var span = new SkippedTicks(first, first.AddMinutes(count - 1), count, reason, "nobody was there");
        var next = first.AddMinutes(count);
        (await Store.Jobs.Fire([new Firing(job, [], [span], next, next, null, Ahead: false)], None))[0].Status.ShouldBe(FiringStatus.Fired);
    }

    /// <summary>What became of each tick: <c>12:00 run succeeded</c>, <c>12:00 dependencyFailed: …</c>, <c>12:00-12:04 x5 …</c>.</summary>
    protected async Task<IReadOnlyList<string>> Outcomes(string job) => [.. (await Ticks(job)).Select(Text)];

    protected async Task<IReadOnlyList<WaitingTick>> Waiting(string job) =>
        await Store.Queries.Waiting(job, Start.AddYears(-1), Start.AddYears(1), 100, None);

    private static string Text(TickRecord tick)
    {
        if (tick.Run is { } run)
        {
            return $"{run.Due:HH:mm} run {run.State}".ToLowerInvariant();
        }

        var skip = tick.Skipped!;
        string span = skip.Count == 1 ? $"{skip.First:HH:mm}" : $"{skip.First:HH:mm}-{skip.Last:HH:mm} x{skip.Count}";
        return $"{span} {skip.Reason}: {skip.Detail}";
    }
}
