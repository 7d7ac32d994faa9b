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

    /// <summary>C8: first starts that no fault excuses and that are later than even a rescue takes.</summary>
    public static IEnumerable<Finding> TooLate(History history) =>
        from start in Undisturbed(history)
        where start.Late > history.Bounds.Recovery
        select new Finding("C8", "I5", $"{start.Execution.Job} started {start.Late.TotalSeconds:0.0} s late, with no fault to blame");

    /// <summary>How late runs started that no fault touched and that had to wait for no other.</summary>
    public static IEnumerable<(Execution Execution, TimeSpan Late)> Undisturbed(History history)
    {
        var free = history.Jobs.Where(job => job.Overlap == OverlapRule.Allow).Select(job => job.Name).ToHashSet();
        return
            from execution in history.Executions
            where execution.Attempt == 1 && free.Contains(execution.Job)
            let due = history.Bounds.Since(execution.Due)
            where !history.Faults.Any(fault => fault.Begin <= execution.Start && fault.End + history.Bounds.Recovery >= due)
            select (execution, execution.Start - due);
    }

    /// <summary>For each execution that a fault cut short: from the fault to the next start of the run.</summary>
    public static IEnumerable<(Execution Again, Fault Fault, TimeSpan Took)> Recoveries(History history) =>
        from pair in RepeatChecks.Repeats(history)
        let fault = history.Faults
            .Where(fault => fault.Kind.MayRepeat() && fault.Hits(pair.Before.Process)
                && fault.Begin >= pair.Before.Start && fault.Begin <= pair.Again.Start && fault.Begin <= (pair.Before.End ?? TimeSpan.MaxValue))
            .MinBy(fault => fault.Begin)
        where fault is not null
        select (pair.Again, fault, pair.Again.Start - (From(fault) < pair.Again.Start ? From(fault) : fault.Begin));

    /// <summary>
    /// Recoveries that took longer than the bound, counted from the last fault that can have been in their way. What the machine is
    /// late by when nothing is wrong it may be late by here too.
    /// </summary>
    public static IEnumerable<Finding> SlowRecoveries(History history) =>
        SlowerThan(history.Bounds.Recovery + Undisturbed(history).Select(start => start.Late).DefaultIfEmpty().Max(), history);

    private static IEnumerable<Finding> SlowerThan(TimeSpan bound, History history) =>
        from recovery in Recoveries(history)
        let last = history.Faults
            .Where(fault => fault.Kind.MayRepeat() && fault.Begin <= recovery.Again.Start)
            .Max(fault => From(fault) < recovery.Again.Start ? From(fault) : fault.Begin)
        where recovery.Again.Start - last > bound
        select new Finding(
            "recovery",
            "I7",
            $"{recovery.Again.Job}: {recovery.Took.TotalSeconds:0.0} s passed from {recovery.Fault.Kind.Word()} of {recovery.Fault.Process ?? "all nodes"} to the next start of run {recovery.Again.Run:n}");

    // Where no node was left, the bound counts from when one is back.
    private static TimeSpan From(Fault fault) => fault.Process is null ? fault.End : fault.Begin;
}
