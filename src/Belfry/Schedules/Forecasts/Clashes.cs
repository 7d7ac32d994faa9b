namespace Belfry.Schedules.Forecasts;

/// <summary>Finds the seconds in which most runs start, and whose they are.</summary>
internal static class Clashes
{
    private const int JobsShown = 10;

    public static IReadOnlyList<Clash> Of(IReadOnlyList<PlannedJob> jobs, StartCounts seconds, int worst)
    {
        var found = Worst(seconds, worst).Select(at => (At: at, Jobs: new List<PlannedJob>())).ToArray();
        foreach (var job in jobs)
        {
            foreach (var (_, contributors) in found.Where(clash => Starts.Within(job, clash.At)))
            {
                contributors.Add(job);
            }
        }

        return [.. found.Select(clash => new Clash(
            clash.At,
            seconds[seconds.IndexOf(clash.At)],
            [.. clash.Jobs.Select(job => job.Name).Order(StringComparer.Ordinal).Take(JobsShown)],
            clash.Jobs.GroupBy(job => job.Queue).ToDictionary(queue => queue.Key, queue => queue.Count())))];
    }

    // Most starts first, and the earliest of equals: a full queue gives up the worst of what it holds.
    private static IEnumerable<DateTimeOffset> Worst(StartCounts seconds, int count)
    {
        var kept = new PriorityQueue<int, (int Starts, int Early)>();
        for (int second = 0; second < seconds.Counts.Count; second++)
        {
            if (seconds[second] > 1)
            {
                kept.Enqueue(second, (seconds[second], -second));
                if (kept.Count > count)
                {
                    kept.Dequeue();
                }
            }
        }

        return kept.UnorderedItems
            .OrderByDescending(item => item.Priority)
            .Select(item => seconds.From + item.Element * seconds.Step)
            .ToArray();
    }
}
