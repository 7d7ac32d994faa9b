using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>A run is executed again only when something happened to the process that executed it.</summary>
internal static class RepeatChecks
{
    public static IEnumerable<Finding> Unexplained(History history) =>
        from pair in Repeats(history)
        where !Excused(history, pair.Before, pair.Again)
        select new Finding(
            "C3",
            "I5",
            $"{pair.Again.Job}: {pair.Again.Process} executed run {pair.Again.Run:n} again, though nothing had happened to {pair.Before.Process}");

    /// <summary>Each execution that repeats another, with the one before it.</summary>
    public static IEnumerable<(Execution Before, Execution Again)> Repeats(History history)
    {
        foreach (var run in history.Executions.GroupBy(execution => execution.Run).Where(run => run.Count() > 1))
        {
            Execution[] inOrder = [.. run.OrderBy(execution => execution.Token)];
            for (int i = 1; i < inOrder.Length; i++)
            {
                yield return (inOrder[i - 1], inOrder[i]);
            }
        }
    }

    private static bool Excused(History history, Execution before, Execution again) =>
        history.Faults.Any(fault => fault.Kind.MayRepeat() && fault.Hits(before.Process) && fault.Begin <= again.Start
            && fault.End + history.Bounds.Recovery >= before.Start)
        || history.CouldNotBeat(before.Process, before.Start, again.Start);
}
