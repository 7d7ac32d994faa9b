using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of ticks: each one is taken up exactly once, under the schedule it was due under, cursors only go forward,
/// and nothing is fired over a pause (promises I1, I9, I16, I17).
/// </summary>
internal sealed class TickOracle(World world, Oracle oracle)
{
    private readonly Dictionary<string, DateTimeOffset?> cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobPause?> pauses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<DateTimeOffset>> ticks = new(StringComparer.Ordinal);

    /// <summary>A job's ticks that commits have taken up.</summary>
    public IReadOnlySet<DateTimeOffset> Of(string job) => Known(job);

    public JobRecord? Saved(JobChange change, JobRecord? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var name = change.Definition.Name;
        world.Note($"saved {name} as {change.Definition.Schedule}, next {stored.NextDue:O}{(stored.Pause is null ? "" : ", paused")}");
        if (change.Expected is { } before)
        {
            oracle.Require(
                cursors.GetValueOrDefault(name) == before.NextDue, $"I17: {name} was edited over a cursor that had moved");
            var old = before.Definition.ParseSchedule();
            TakeUp(name, Spelled(old, change.Settled));
            if (before.NextDue is { } due && due <= world.StoreTime.Judged && change.NextDue != before.NextDue)
            {
                Covered(name, old, due, world.StoreTime.Judged);
            }
        }
        else if (stored.NextDue is { } first)
        {
            // What a deleted job of that name had fired ahead comes due again; the record keeps it single.
            Known(name).RemoveWhere(due => due >= first);
        }

        (cursors[name], pauses[name]) = (stored.NextDue, stored.Pause);
        return stored;
    }

    public bool Deleted(string name, bool deleted)
    {
        if (deleted)
        {
            world.Note($"deleted {name}");
            cursors.Remove(name);
            pauses.Remove(name);
        }

        return deleted;
    }

    public void Fired(IReadOnlyList<Firing> firings, IReadOnlyList<FiringResult> results, bool byOperator)
    {
        for (var i = 0; i < firings.Count; i++)
        {
            if (results[i].Status == FiringStatus.Fired)
            {
                Fired(firings[i], byOperator);
            }
        }
    }

    private void Fired(Firing firing, bool byOperator)
    {
        var name = firing.Job.Name;
        world.Note($"fired {name}: {firing.Runs.Count} runs, {firing.Skips.Count} skips, next {firing.NextDue:O}");
        oracle.Require(
            cursors.TryGetValue(name, out var cursor) && cursor == firing.Job.NextDue,
            $"I1: {name} was fired over a cursor that had moved");
        oracle.Require(
            pauses.GetValueOrDefault(name) is not { } pause || byOperator || pause.Until <= world.StoreTime.Judged,
            $"I16: {name} was fired although it is paused");
        var schedule = firing.Job.Definition.ParseSchedule();
        TakeUp(name, [.. firing.Runs.Select(run => run.Due), .. Spelled(schedule, firing.Skips)]);
        if (firing.Job.NextDue is { } first)
        {
            Covered(name, schedule, first, (firing.NextDue ?? world.StoreTime.Judged).AddTicks(-1));
        }

        oracle.Require(
            firing.NextDue is not { } next || firing.Job.NextDue is not { } seen || next >= seen,
            $"I1: the cursor of {name} went back");
        (cursors[name], pauses[name]) = (firing.NextDue, firing.Pause);
    }

    private SortedSet<DateTimeOffset> Known(string job) => ticks.TryGetValue(job, out var known) ? known : ticks[job] = [];

    private void TakeUp(string job, IReadOnlyList<DateTimeOffset> taken)
    {
        var known = Known(job);
        foreach (var due in taken)
        {
            oracle.Require(known.Add(due), $"I1: the tick {due:O} of {job} was taken up twice");
        }
    }

    private void Covered(string job, Schedule schedule, DateTimeOffset first, DateTimeOffset last)
    {
        var known = Known(job);
        for (DateTimeOffset? tick = first; tick is { } due && due <= last; tick = schedule.Next(due))
        {
            oracle.Require(known.Contains(due), $"I9: the cursor of {job} passed the tick {due:O} without a record");
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
