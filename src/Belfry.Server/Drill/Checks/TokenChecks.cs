using Belfry.Runs;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>Only the last token counts, in the store and at the target.</summary>
internal static class TokenChecks
{
    /// <summary>C3: a run that ended well ended by the word of the last process that was given it, which had done the work.</summary>
    public static IEnumerable<Finding> StaleEnds(History history)
    {
        var executions = history.Executions.ToLookup(execution => execution.Run);
        foreach (var run in history.Runs.Where(run => run.State == RunState.Succeeded))
        {
            if (executions[run.Id].FirstOrDefault(execution => execution.Token > run.Token) is { } later)
            {
                yield return new Finding(
                    "C3", "I2", $"run {run.Id:n} of {run.Job} ended under token {run.Token}, but {later.Process} was given token {later.Token} after it");
            }
            else if (!executions[run.Id].Any(execution => execution.Token == run.Token && execution.Outcome == ExecutionEnd.Done))
            {
                yield return new Finding(
                    "C3", "I2", $"run {run.Id:n} of {run.Job} succeeded under token {run.Token}, and no process says that it did the work");
            }
        }
    }

    /// <summary>C10: the target took no request of a token lower than one it had seen.</summary>
    public static IEnumerable<Finding> StaleEffects(History history)
    {
        var highest = new Dictionary<Guid, long>();
        foreach (var effect in history.Effects.OrderBy(effect => effect.At))
        {
            long seen = highest.GetValueOrDefault(effect.Run);
            if (effect.Accepted && effect.Token < seen)
            {
                yield return new Finding("C10", "I11", $"the target accepted token {effect.Token} of run {effect.Run:n} after token {seen}");
            }

            highest[effect.Run] = Math.Max(seen, effect.Token);
        }
    }

    /// <summary>C10: only a process that was stopped and could not know acts under a token that is no longer its own.</summary>
    public static IEnumerable<Finding> UnexplainedStaleEffects(History history) =>
        from effect in history.Effects
        where !effect.Accepted && !history.Faults.Any(fault =>
            fault.Kind.MakesZombies() && fault.Hits(effect.Process) && fault.Begin <= effect.At)
            && !history.CouldNotBeat(effect.Process, effect.At, effect.At)
        select new Finding(
            "C10", "I12", $"{effect.Process} acted for run {effect.Run:n} with the stale token {effect.Token}, though it was never stopped");
}
