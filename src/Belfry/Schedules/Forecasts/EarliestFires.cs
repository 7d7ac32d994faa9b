namespace Belfry.Schedules.Forecasts;

/// <summary>
/// The first ticks of any number of jobs after a position, in order. Jobs are added one by one and not kept, so that memory is
/// bounded by the page and not by the jobs; a job stops being asked as soon as its ticks are later than the page.
/// </summary>
/// <param name="from">No tick before this instant.</param>
/// <param name="to">No tick after this instant.</param>
/// <param name="after">Where the page before ended; null for the first one.</param>
/// <param name="count">Most ticks of the page.</param>
internal sealed class EarliestFires(DateTimeOffset from, DateTimeOffset to, PlanPosition? after, int count)
{
    private static readonly Comparer<PlanPosition> LatestFirst = Comparer<PlanPosition>.Create((one, other) => other.CompareTo(one));
    private readonly PriorityQueue<PlannedFire, PlanPosition> kept = new(LatestFirst);
    private readonly DateTimeOffset start = after?.Due > from ? after.Value.Due : from;
    private bool more;

    public void Add(PlannedJob job)
    {
        for (var due = job.First(start); due is { } tick && tick <= to; due = job.Schedule.Next(tick))
        {
            var fire = new PlannedFire(tick, job);
            if (fire.Position.CompareTo(after ?? default) > 0 && !Keep(fire))
            {
                return;
            }
        }
    }

    /// <summary>The page, and the cursor of the next one: null exactly when there is nothing more until the end.</summary>
    public (IReadOnlyList<PlannedFire> Fires, PlanPosition? Next) Page()
    {
        var fires = kept.UnorderedItems.Select(item => item.Element).OrderBy(fire => fire.Position).ToArray();
        return (fires, more ? fires[^1].Position : null);
    }

    /// <returns>False when neither this tick nor any later one belongs to the page.</returns>
    private bool Keep(PlannedFire fire)
    {
        if (kept.Count < count)
        {
            kept.Enqueue(fire, fire.Position);
            return true;
        }

        more = true;
        if (fire.Position.CompareTo(kept.Peek().Position) > 0)
        {
            return false;
        }

        kept.EnqueueDequeue(fire, fire.Position);
        return true;
    }
}
