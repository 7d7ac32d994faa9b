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
    IReadOnlyList<StoredRun> FinalBefore);

/// <param name="Recovery">Longest time from the loss of a node to the next start of what it ran.</param>
/// <param name="Punctual">A start that is later than this, with no fault to blame, is late.</param>
/// <param name="Start">The beginning of the drill, on the store's clock.</param>
internal sealed record DrillBounds(TimeSpan Recovery, TimeSpan Punctual, int MaxLost, DateTimeOffset Start)
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
    public bool Hits(string process) => Process is null || Process == process;
}

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
