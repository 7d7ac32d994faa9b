using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// Sees every commit as it happens and knows from it what must be true: each tick of a job is taken up exactly once, cursors
/// only go forward, tokens only grow, and only the newest token ends a run.
/// </summary>
internal sealed class Oracle(World world)
{
    private readonly Dictionary<string, DateTimeOffset?> cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<DateTimeOffset>> ticks = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, long> tokens = [];
    private long greatestToken;

    /// <summary>Each job's ticks that a commit has taken up.</summary>
    public IReadOnlyDictionary<string, SortedSet<DateTimeOffset>> Ticks => ticks;

    /// <summary>The newest token of each run.</summary>
    public IReadOnlyDictionary<Guid, long> Tokens => tokens;

    public JobRecord? Saved(JobChange change, JobRecord? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var name = change.Definition.Name;
        world.Note($"saved {name} as {change.Definition.Schedule}, next {stored.NextDue:O}");
        if (change.Expected is { } before)
        {
            Require(cursors[name] == before.NextDue, $"I17: {name} was edited over a cursor that had moved");
            var old = before.Definition.ParseSchedule();
            TakeUp(name, Spelled(old, change.Settled));
            if (before.NextDue is { } due && due <= world.Now && change.NextDue != before.NextDue)
            {
                Covered(name, old, due, world.Now);
            }
        }

        cursors[name] = stored.NextDue;
        return stored;
    }

    public IReadOnlyList<FiringResult> Fired(IReadOnlyList<Firing> firings, IReadOnlyList<FiringResult> results)
    {
        for (var i = 0; i < firings.Count; i++)
        {
            if (results[i].Status != FiringStatus.Fired)
            {
                continue;
            }

            var firing = firings[i];
            var name = firing.Job.Name;
            world.Note($"fired {name}: {firing.Runs.Count} runs, {firing.Skips.Count} skips, next {firing.NextDue:O}");
            Require(cursors[name] == firing.Job.NextDue, $"I1: {name} was fired over a cursor that had moved");
            var schedule = firing.Job.Definition.ParseSchedule();
            TakeUp(name, [.. firing.Runs.Select(run => run.Due), .. Spelled(schedule, firing.Skips)]);
            if (firing.Job.NextDue is { } first)
            {
                Covered(name, schedule, first, (firing.NextDue ?? world.Now).AddTicks(-1));
            }

            Require(
                firing.NextDue is not { } next || firing.Job.NextDue is not { } seen || next >= seen,
                $"I1: the cursor of {name} went back");
            cursors[name] = firing.NextDue;
        }

        return results;
    }

    public ClaimReply Claimed(ClaimRequest request, ClaimReply reply)
    {
        foreach (var run in reply.Runs)
        {
            Require(run.Token > greatestToken, $"I2: token {run.Token} is not greater than {greatestToken}");
            greatestToken = run.Token;
            tokens[run.Id] = run.Token;
            world.Note($"claimed {run.Definition.Name} {run.Due:HH:mm:ss} attempt {run.Attempt} token {run.Token} by {request.Node:n}");
        }

        return reply;
    }

    public IReadOnlyList<FinishStatus> Finished(IReadOnlyList<AttemptEnd> ends, IReadOnlyList<FinishStatus> statuses)
    {
        for (var i = 0; i < ends.Count; i++)
        {
            world.Note($"finish {ends[i].Run:n} token {ends[i].Token} {ends[i].State}: {statuses[i]}");
            Require(
                statuses[i] != FinishStatus.Accepted || tokens[ends[i].Run] == ends[i].Token,
                $"I2: an end with stale token {ends[i].Token} was accepted");
        }

        return statuses;
    }

    public void Require(bool holds, string promise)
    {
        if (!holds)
        {
            world.Note("VIOLATED " + promise);
            world.Broken ??= new PromiseBrokenException(promise, world);
            throw world.Broken;
        }
    }

    private void TakeUp(string job, IReadOnlyList<DateTimeOffset> taken)
    {
        var known = ticks.TryGetValue(job, out var set) ? set : ticks[job] = [];
        foreach (var due in taken)
        {
            Require(known.Add(due), $"I1: the tick {due:O} of {job} was taken up twice");
        }
    }

    private void Covered(string job, Schedule schedule, DateTimeOffset first, DateTimeOffset last)
    {
        for (DateTimeOffset? tick = first; tick is { } due && due <= last; tick = schedule.Next(due))
        {
            Require(ticks[job].Contains(due), $"I9: the cursor of {job} passed the tick {due:O} without a record");
        }
    }

    private static List<DateTimeOffset> Spelled(Schedule schedule, IReadOnlyList<SkippedTicks> skips)
    {
        var all = new List<DateTimeOffset>();
        foreach (var skip in skips)
        {
            for (DateTimeOffset? tick = skip.First; tick is { } due && due <= skip.Last; tick = schedule.Next(due))
            {
                all.Add(due);
            }
        }

        return all;
    }
}
