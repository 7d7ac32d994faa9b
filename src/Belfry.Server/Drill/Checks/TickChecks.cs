using Belfry.Runs;
using Belfry.Schedules;

namespace Belfry.Server.Drill.Checks;

/// <summary>Each due instant has one outcome, and no tick two runs.</summary>
internal static class TickChecks
{
    public static IEnumerable<(string Job, DateTimeOffset Due)> Expected(History history) =>
        history.Jobs.SelectMany(job => Instants(Schedule.Parse(job.Schedule), history.From, history.To).Select(due => (job.Name, due)));

    /// <summary>C1: ticks without an outcome.</summary>
    public static IEnumerable<Finding> Lost(History history) =>
        from tick in Outcomes(history)
        where tick.Outcomes.Count == 0
        select new Finding("C1", "I9", $"the tick {tick.Due:HH:mm:ss} of {tick.Job} was lost: it has no recorded outcome");

    /// <summary>C1: ticks with more than one outcome.</summary>
    public static IEnumerable<Finding> Twice(History history) =>
        from tick in Outcomes(history)
        where tick.Outcomes.Count > 1
        select new Finding("C1", "I1", $"the tick {tick.Due:HH:mm:ss} of {tick.Job} has {tick.Outcomes.Count} recorded outcomes");

    /// <summary>C2: runs that are there twice.</summary>
    public static IEnumerable<Finding> SecondRuns(History history) =>
        from run in history.Runs
        where run.Trigger == RunTrigger.Schedule
        group run by (run.Job, run.Due) into tick
        where tick.Count() > 1
        select new Finding("C2", "I1", $"the tick {tick.Key.Due:HH:mm:ss} of {tick.Key.Job} has {tick.Count()} runs");

    private static IEnumerable<(string Job, DateTimeOffset Due, List<StoredTicks> Outcomes)> Outcomes(History history)
    {
        var recorded = history.Ticks.ToLookup(tick => tick.Job);
        foreach (var job in history.Jobs)
        {
            var schedule = Schedule.Parse(job.Schedule);
            var outcomes = new Dictionary<DateTimeOffset, List<StoredTicks>>();
            foreach (var tick in recorded[job.Name])
            {
                foreach (var due in Instants(schedule, tick.First, tick.Last))
                {
                    (outcomes.TryGetValue(due, out var list) ? list : outcomes[due] = []).Add(tick);
                }
            }

            foreach (var due in Instants(schedule, history.From, history.To))
            {
                yield return (job.Name, due, outcomes.GetValueOrDefault(due) ?? []);
            }
        }
    }

    private static IEnumerable<DateTimeOffset> Instants(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        for (var due = schedule.Next(from.AddTicks(-1)); due is { } tick && tick <= to; due = schedule.Next(tick))
        {
            yield return tick;
        }
    }
}
