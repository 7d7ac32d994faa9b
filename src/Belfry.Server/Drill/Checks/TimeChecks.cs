using Belfry.Jobs;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>When runs start: never early, on time while nothing is wrong, and within the bound after a node was lost.</summary>
internal static class TimeChecks
{
    // What a node knows of the store's clock, and the drill of both, is this exact.
    private static readonly TimeSpan ClockError = TimeSpan.FromMilliseconds(50);

    /// <summary>No run starts before its instant.</summary>
    public static IEnumerable<Finding> Early(History history) =>
        from execution in history.Executions
        let due = history.Bounds.Since(execution.Due)
        where execution.Start < due - ClockError
        select new Finding("C8", "I14", $"{execution.Job} started {(due - execution.Start).TotalMilliseconds:0} ms before its instant");

    /// <summary>C8: first starts that no fault excuses and that are later than even a rescue takes, by more than the machine stood still.</summary>
    public static IEnumerable<Finding> TooLate(History history) =>
        from start in Undisturbed(history)
        where start.Late > history.Bounds.Recovery
            && start.Late > history.Bounds.Recovery + history.Stood(start.Execution.Start - start.Late, start.Execution.Start, _ => true)
        select new Finding("C8", "I5", $"{start.Execution.Job} started {start.Late.TotalSeconds:0.0} s late, with no fault to blame");

    /// <summary>How late runs started that no fault touched and that had to wait for no other.</summary>
    public static IEnumerable<(Execution Execution, TimeSpan Late)> Undisturbed(History history)
    {
        var free = history.Jobs.Where(job => job.Overlap == OverlapRule.Allow).Select(job => job.Name).ToHashSet();
        return
            from execution in history.Executions
            where execution.Attempt == 1 && free.Contains(execution.Job)
            let due = history.Bounds.Since(execution.Due)
            where !history.Faults.Any(fault => fault.Begin <= execution.Start && fault.End + Aftermath(history, fault) >= due)
            select (execution, execution.Start - due);
    }

    /// <summary>For each execution that a fault cut short: from the fault to the next start of the run.</summary>
    public static IEnumerable<(Execution Before, Execution Again, Fault Fault, TimeSpan Took)> Recoveries(History history) =>
        from pair in RepeatChecks.Repeats(history)
        let fault = Cause(history, pair.Before, pair.Again)
        where fault is not null
        select (pair.Before, pair.Again, fault, pair.Again.Start - Since(fault, pair.Again));

    /// <summary>Recoveries that took longer than the bound, by more than the machine stood still meanwhile.</summary>
    public static IEnumerable<Finding> SlowRecoveries(History history) =>
        from recovery in Recoveries(history)
        let bound = Bound(history, recovery.Before, recovery.Again, recovery.Fault)
        where recovery.Took > bound
            && recovery.Took > bound + history.Stood(Since(recovery.Fault, recovery.Again), recovery.Again.Start, _ => true)
        select new Finding(
            "recovery",
            "I7",
            $"{recovery.Again.Job}: {recovery.Took.TotalSeconds:0.0} s passed from {recovery.Fault.Kind.Word()} of {recovery.Fault.Process ?? "all nodes"} to the next start of run {recovery.Again.Run:n}");

    // A node that was lost lost its runs at once; after other faults it had them for a while yet, and the last one counts.
    private static Fault? Cause(History history, Execution before, Execution again)
    {
        Fault[] hits =
        [
            .. history.Faults.Where(fault => fault.Kind.MayRepeat() && fault.Hits(before.Process)
                && fault.Begin >= before.Start && fault.Begin <= again.Start && fault.Begin <= (before.End ?? TimeSpan.MaxValue)),
        ];
        return hits.Where(fault => fault.Kind.LosesNodes()).MinBy(fault => fault.Begin) ?? hits.MaxBy(fault => fault.Begin);
    }

    // Counts from the last fault that can have hit the run in between: of a node that lost it too, or whose claim of it went astray on
    // the network or in a process that was stopped in the middle of it. Such a claim is given back after a while of its own.
    private static TimeSpan Bound(History history, Execution before, Execution again, Fault cause)
    {
        var first = Since(cause, again);
        bool lostAgain = again.Attempt > before.Attempt + 1;
        var inTheWay = history.Faults.Where(fault => fault.Kind.MayRepeat() && fault != cause && fault.Process != before.Process
            && fault.End >= cause.Begin && fault.Begin <= again.Start && (lostAgain || fault.Kind.MayLoseClaims())).ToList();
        var last = inTheWay.Select(fault => Since(fault, again)).Append(first).Max();
        return last - first + history.Bounds.Recovery
            + (inTheWay.Append(cause).Any(fault => fault.Kind.MayLoseClaims()) ? history.Bounds.LostClaim : TimeSpan.Zero);
    }

    private static TimeSpan Aftermath(History history, Fault fault) =>
        history.Bounds.Recovery + (fault.Kind.MayLoseClaims() ? history.Bounds.LostClaim : TimeSpan.Zero);

    private static TimeSpan Since(Fault fault, Execution again) => From(fault) < again.Start ? From(fault) : fault.Begin;

    // Where no node was left, the bound counts from when one is back.
    private static TimeSpan From(Fault fault) => fault.Process is null ? fault.End : fault.Begin;
}
