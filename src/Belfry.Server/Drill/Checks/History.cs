using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill.Checks;

/// <summary>
/// What four independent parties wrote down during a drill: the driver that called the API and the one that did the damage,
/// the processes that executed, the target of their effects, and the store. Times count from the beginning, on the host's
/// monotonic clock, which all processes of a host share.
/// </summary>
/// <param name="From">Ticks at or after this instant of the store's clock are expected.</param>
/// <param name="To">The last instant at which a tick is expected.</param>
/// <param name="FinalBefore">Final runs as they stood some time before the end.</param>
internal sealed record History(
    DateTimeOffset From,
    DateTimeOffset To,
    DrillBounds Bounds,
    IReadOnlyList<DrillJob> Jobs,
    IReadOnlyList<ApiCall> Calls,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Execution> Executions,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<StoredTicks> Ticks,
    IReadOnlyList<StoredRun> Runs,
    IReadOnlyList<StoredRun> FinalBefore,
    IReadOnlyList<Stall> Stalls)
{
    /// <summary>For how long between two instants somebody was measured to stand still whom the drill had not stopped.</summary>
    /// <param name="whose">Of a process, or of the store: null.</param>
    public TimeSpan Stood(TimeSpan from, TimeSpan to, Func<string?, bool> whose)
    {
        var (stood, until) = (TimeSpan.Zero, from);
        foreach (var stall in Stalls.Where(stall => whose(stall.Process) && !IsDrills(stall)).OrderBy(stall => stall.Begin))
        {
            var (begin, end) = (stall.Begin > until ? stall.Begin : until, stall.End < to ? stall.End : to);
            if (end > begin)
            {
                stood += end - begin;
                until = end;
            }
        }

        return stood;
    }

    private bool IsDrills(Stall stall) => Faults.Any(fault =>
        fault.Kind.StopsProcesses() && fault.Process == stall.Process && fault.Begin <= stall.End && fault.End >= stall.Begin);

    /// <summary>Whether the process, or the store, stood still for most of the time that a lease needs to run out.</summary>
    public bool CouldNotBeat(string process, TimeSpan from, TimeSpan to) =>
        Stood(from - Bounds.Lease, to, whose => whose is null || whose == process) >= Bounds.Lease / 2;
}

/// <param name="Lease">Of the nodes.</param>
/// <param name="Recovery">Longest time from the loss of a node to the next start of what it ran.</param>
/// <param name="LostClaim">After this a claim is given back whose answer the network lost, or that a stopped process had not committed.</param>
/// <param name="Punctual">A start that is later than this, with no fault to blame, is late.</param>
/// <param name="Start">The beginning of the drill, on the store's clock.</param>
internal sealed record DrillBounds(
    TimeSpan Lease, TimeSpan Recovery, TimeSpan LostClaim, TimeSpan Punctual, int MaxLost, DateTimeOffset Start)
{
    public TimeSpan Since(DateTimeOffset stored) => stored - Start;
}

internal sealed record DrillJob(string Name, string Schedule, OverlapRule Overlap, WorkerLostRule OnWorkerLost = WorkerLostRule.Retry)
{
    /// <summary>Whether two runs of it must never execute at once.</summary>
    public bool IsAlone => Overlap is OverlapRule.Skip or OverlapRule.Queue;
}

internal enum CallOutcome
{
    /// <summary>The server said that it is done.</summary>
    Acknowledged,

    /// <summary>The server said no, or that it cannot now.</summary>
    Refused,

    /// <summary>No answer came: nobody can know.</summary>
    Unknown,
}

/// <param name="Key">What identifies the wish, the same for each repetition.</param>
internal sealed record ApiCall(string Kind, string Job, string Key, TimeSpan Sent, TimeSpan Answered, CallOutcome Outcome, int Status);

/// <param name="Process">The process that was hit; null when all were.</param>
internal sealed record Fault(FaultKind Kind, string? Process, TimeSpan Begin, TimeSpan End)
{
    /// <summary>What a store does that stands still is outside too, and ends nobody.</summary>
    public bool EndsProcesses => Kind is FaultKind.Kill or FaultKind.KillAll || this is { Kind: FaultKind.Outside, Process: not null };

    public bool Hits(string process) => Process is null || Process == process;
}

/// <summary>A time in which a process got no processor, or the store (null) did not answer.</summary>
internal sealed record Stall(string? Process, TimeSpan Begin, TimeSpan End);

internal enum ExecutionEnd
{
    /// <summary>The process said nothing more: it died.</summary>
    None,
    Done,

    /// <summary>It was asked to stop, and did.</summary>
    Stopped,

    /// <summary>The target refused its token.</summary>
    Refused,
}

/// <summary>One execution as the process that did it wrote it down.</summary>
internal sealed record Execution(
    string Process, Guid Run, long Token, string Job, DateTimeOffset Due, int Attempt, TimeSpan Start, TimeSpan? End, ExecutionEnd Outcome);

/// <summary>One request to change something in the world, as its target saw it.</summary>
internal sealed record Effect(TimeSpan At, string Process, Guid Run, long Token, bool Accepted);

/// <summary>Recorded outcome of ticks: a run, or a span of skipped ones.</summary>
internal sealed record StoredTicks(string Job, DateTimeOffset First, DateTimeOffset Last, Guid? Run, SkipReason? Reason);

internal sealed record StoredRun(
    Guid Id,
    string Job,
    RunTrigger Trigger,
    DateTimeOffset Due,
    RunState State,
    long? Token,
    int Attempt,
    int LostCount,
    DateTimeOffset? FinishedAt,
    string? Key)
{
    public bool IsFinal => State is RunState.Succeeded or RunState.Failed or RunState.Dead or RunState.Cancelled;
}
