using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>Every run ends, once, and within its limits.</summary>
internal static class EndChecks
{
    /// <summary>C7: nothing is left over when the faults are long past.</summary>
    public static IEnumerable<Finding> LeftOver(History history) =>
        from run in history.Runs
        where !run.IsFinal
        select new Finding("C7", "I7", $"run {run.Id:n} of {run.Job} has not ended; it is {run.State.ToString().ToLowerInvariant()}");

    /// <summary>C9: a run is lost at most so often, and only to something that happened.</summary>
    public static IEnumerable<Finding> LostTooOften(History history)
    {
        foreach (var run in history.Runs.Where(run => run.LostCount > 0))
        {
            if (run.LostCount > history.Bounds.MaxLost)
            {
                yield return new Finding("C9", "I8", $"run {run.Id:n} of {run.Job} was lost {run.LostCount} times");
            }

            if (!history.Faults.Any(fault => fault.Kind.MayRepeat() && fault.Kind != FaultKind.Drain)
                && !history.Stalls.Any(stall => history.CouldNotBeat(stall.Process ?? "", stall.Begin, stall.End)))
            {
                yield return new Finding("C9", "I5", $"run {run.Id:n} of {run.Job} counts as lost, though no node was");
            }
        }
    }

    /// <summary>C12: a run that had ended stays as it was.</summary>
    public static IEnumerable<Finding> Changed(History history)
    {
        var now = history.Runs.ToDictionary(run => run.Id);
        return
            from before in history.FinalBefore
            where now.GetValueOrDefault(before.Id) != before
            select new Finding("C12", "I6", $"run {before.Id:n} of {before.Job} had ended, and was changed after that");
    }
}
