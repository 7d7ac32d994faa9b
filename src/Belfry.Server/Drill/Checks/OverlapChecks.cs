using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>Who executed at the same time.</summary>
internal static class OverlapChecks
{
    /// <summary>C4: of a job that must run alone, no two runs execute at once under tokens that count.</summary>
    public static IEnumerable<Finding> NotAlone(History history)
    {
        var alone = history.Jobs.Where(job => job.IsAlone).Select(job => job.Name).ToHashSet();
        var successor = Successors(history);
        var finished = history.Runs.Where(run => run.FinishedAt is not null)
            .ToDictionary(run => run.Id, run => history.Bounds.Since(run.FinishedAt!.Value));
        foreach (var job in history.Executions.Where(execution => alone.Contains(execution.Job)).GroupBy(execution => execution.Job))
        {
            Execution? before = null;
            var until = TimeSpan.Zero;
            foreach (var execution in job.OrderBy(execution => execution.Start))
            {
                if (before is not null && before.Run != execution.Run && execution.Start < until)
                {
                    yield return new Finding(
                        "C4", "I10", $"{execution.Job}: {execution.Process} executed run {execution.Run:n} while {before.Process} executed {before.Run:n}");
                }

                var end = Valid(history, execution, successor, finished);
                if (end > until)
                {
                    (before, until) = (execution, end);
                }
            }
        }
    }

    /// <summary>A run is executed by one process at a time, unless the other was stopped and could not know.</summary>
    public static IEnumerable<Finding> OneRunTwice(History history)
    {
        foreach (var run in history.Executions.GroupBy(execution => execution.Run).Where(run => run.Count() > 1))
        {
            Execution[] inOrder = [.. run.OrderBy(execution => execution.Token)];
            for (int i = 1; i < inOrder.Length; i++)
            {
                var (old, now) = (inOrder[i - 1], inOrder[i]);
                if (Alive(history, old) > now.Start && !WasStopped(history, old, now.Start) && !Stood(history, old, now.Start))
                {
                    yield return new Finding(
                        "C4", "I12", $"{old.Job}: {now.Process} started run {old.Run:n} while {old.Process}, which was not stopped, still executed it");
                }
            }
        }
    }

    // Its token counts until the process says that it ended, is killed, or somebody else was given the run.
    private static TimeSpan Valid(
        History history, Execution execution, Dictionary<long, TimeSpan> successor, Dictionary<Guid, TimeSpan> finished) =>
        Earliest(Alive(history, execution), Find(successor, execution.Token), Find(finished, execution.Run));

    private static TimeSpan? Find<TKey>(Dictionary<TKey, TimeSpan> times, TKey key)
        where TKey : notnull => times.TryGetValue(key, out var time) ? time : null;

    private static TimeSpan Alive(History history, Execution execution) => execution.End ?? history.Faults
        .Where(fault => fault.EndsProcesses && fault.Hits(execution.Process) && fault.Begin >= execution.Start)
        .Select(fault => fault.Begin)
        .DefaultIfEmpty(execution.Start)
        .Min();

    private static bool WasStopped(History history, Execution execution, TimeSpan before) => history.Faults.Any(fault =>
        fault.Kind.MakesZombies() && fault.Hits(execution.Process) && fault.Begin <= before && fault.End >= execution.Start);

    // It noticed late that its lease was over, by no more than the machine kept the processor from it.
    private static bool Stood(History history, Execution old, TimeSpan next)
    {
        var ended = Alive(history, old);
        return history.Stood(next - history.Bounds.Lease, ended, whose => whose == old.Process) >= ended - next;
    }

    // For each token of a run, when the next one was first used.
    private static Dictionary<long, TimeSpan> Successors(History history)
    {
        var starts = new Dictionary<long, TimeSpan>();
        foreach (var run in history.Executions.GroupBy(execution => execution.Run))
        {
            Execution[] inOrder = [.. run.OrderBy(execution => execution.Token)];
            for (int i = 1; i < inOrder.Length; i++)
            {
                starts[inOrder[i - 1].Token] = inOrder[i].Start;
            }
        }

        return starts;
    }

    private static TimeSpan Earliest(TimeSpan first, params TimeSpan?[] others) =>
        others.OfType<TimeSpan>().Append(first).Min();
}
