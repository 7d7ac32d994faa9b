using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;

namespace Belfry.Storage;

/// <summary>The life of runs. Whatever names a token is refused unless it is the run's current one (promise I2).</summary>
public interface IRuns
{
    /// <summary>
    /// Inserts once-off runs. A run whose id or unique key is already there is not inserted again.
    /// Runs of a job that forbids overlap wait until its live run has ended. One that is asked for a later instant joins the
    /// job's line only then: it blocks no tick before.
    /// </summary>
    /// <returns>One answer for each, in order; null when the job does not exist.</returns>
    ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation);

    /// <summary>
    /// Takes up to <see cref="ClaimRequest.Limit"/> runs for a node whose lease is valid, highest priority first, then
    /// oldest; each gets a new fencing token, greater than every token given before. Runs of paused queues, those beyond a
    /// limit and those under an open breaker are left, and stand in nobody's way: however many nodes claim at once, no limit is
    /// exceeded, and a breaker that is half open lets no more than its trial calls run.
    /// </summary>
    ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation);

    /// <summary>
    /// Ends attempts: moves final runs to history, gives retries their instant, lets the next waiting run of the job go,
    /// moves the breaker that the run is under, and adds to the statistics, in one transaction. Items are independent of each other.
    /// Before this is answered, the ticks of jobs that follow are decided as far as they can be; should the process die before, a
    /// sweep does it (<see cref="INodes.Rescue"/>).
    /// </summary>
    ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation);

    /// <summary>Stores progress, output and checkpoints of running attempts; answers those that are still held.</summary>
    ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation);

    /// <summary>
    /// Asks a run to end; once this is answered it ends as cancelled, unless its end had been written (promise I16). One that no
    /// node holds ends at once; one that is running is marked, and its node is
    /// told with the next heartbeat.
    /// </summary>
    ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation);

    /// <summary>
    /// Deletes finished runs, skips and output that retention no longer keeps, at most <paramref name="limit"/> rows.
    /// </summary>
    /// <returns>Rows deleted; less than <paramref name="limit"/> when nothing is left to delete.</returns>
    ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation);
}

/// <param name="Id">
/// Chosen by the caller, so that a repeated call finds the first one's run: while that is live or kept, and for at least
/// <see cref="RetentionPolicy.RequestAge"/> after its end.
/// </param>
/// <param name="Job">The job's name.</param>
/// <param name="Due">What the run is for: its own instant, or a past tick that is run again.</param>
/// <param name="AvailableAt">When it may start; null is at once.</param>
/// <param name="Args">JSON, instead of the job's own arguments.</param>
/// <param name="UniqueKey">While a run of the job with this key is live, another is not inserted.</param>
/// <param name="Parent">The run that this one repeats.</param>
/// <param name="By">Who asked.</param>
public sealed record NewRun(
    Guid Id,
    string Job,
    RunTrigger Trigger,
    DateTimeOffset? Due,
    DateTimeOffset? AvailableAt,
    JsonElement? Args,
    string? UniqueKey,
    Guid? Parent,
    bool DryRun,
    string? By)
{
    /// <summary>An earlier definition to make it under; null is the job's present one. For stores alone.</summary>
    internal MadeUnder? MadeUnder { get; init; }
}

/// <summary>A definition that an earlier run was made under, as the store keeps it.</summary>
internal sealed record MadeUnder(long Definition, long Revision);

/// <param name="Id">The run that stands for the request: the new one, or the one that was there.</param>
/// <param name="Inserted">False when it was already there.</param>
public sealed record EnqueueResult(Guid Id, bool Inserted);

/// <param name="Node">The claiming node's incarnation.</param>
/// <param name="Limit">At most this many.</param>
/// <param name="Ahead">Runs that become available within this time are handed out too, to be held until their instant.</param>
/// <param name="Handlers">Handler names this node knows; runs of other handlers are left alone.</param>
/// <param name="Queues">Queues served; null is all.</param>
/// <param name="Only">Nothing but this run, for a process that lives for one; null is any.</param>
public sealed record ClaimRequest(
    Guid Node,
    int Limit,
    TimeSpan Ahead,
    IReadOnlyCollection<string> Handlers,
    IReadOnlyCollection<string>? Queues,
    Guid? Only = null)
{
    /// <summary>The node executes a run that was lost twice or more: it gets no other such run. No claim answers more than one.</summary>
    public bool HoldsDoubtful { get; init; }
}

/// <param name="Runs">Claimed runs.</param>
/// <param name="NextAvailableAt">
/// Earliest instant at which a run that is not yet claimable becomes so by itself; null when none. Where a pause ends, a rate
/// lets the next run go or a breaker a trial call, that instant plus <see cref="ClaimRequest.Ahead"/>: so it is always worth asking again
/// <see cref="ClaimRequest.Ahead"/> before the answered instant, and not earlier.
/// </param>
/// <param name="Now">The store's clock.</param>
/// <param name="Fenced">The node's lease is not valid: nothing was claimed, the node must stop what it runs.</param>
public sealed record ClaimReply(
    IReadOnlyList<ClaimedRun> Runs, DateTimeOffset? NextAvailableAt, DateTimeOffset Now, bool Fenced)
{
    /// <summary>
    /// The store belongs to another environment than the node stated in its heartbeat, or the node stated none: nothing was
    /// claimed, and nothing will be until one of the two changes.
    /// </summary>
    public bool Guarded { get; init; }
}

/// <summary>The right to execute one attempt.</summary>
/// <param name="Token">The fencing token: greater than any given before, in the whole store.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Definition">The job as it was when the run was made.</param>
/// <param name="Checkpoint">JSON that an earlier attempt saved.</param>
public sealed record ClaimedRun(
    Guid Id,
    long Token,
    int Attempt,
    int LostCount,
    JobDefinition Definition,
    RunTrigger Trigger,
    DateTimeOffset Due,
    DateTimeOffset AvailableAt,
    DateTimeOffset CreatedAt,
    JsonElement? Args,
    bool DryRun,
    JsonElement? Checkpoint,
    long MissedCount,
    DateTimeOffset? FirstMissed)
{
    /// <summary>How often the run has been put off.</summary>
    public int Snoozes { get; init; }
}

/// <summary>How an attempt ended, and what becomes of the run.</summary>
/// <param name="State">
/// A final state, or <see cref="RunState.Retrying"/> with <paramref name="RetryAt"/>, or <see cref="RunState.Queued"/> when
/// the node hands the run back unexecuted (drain) or, with <paramref name="RetryAt"/>, when the run is put off: that costs no attempt.
/// </param>
/// <param name="RetryAt">When the run may begin again.</param>
public sealed record AttemptEnd(
    Guid Run,
    long Token,
    Guid Node,
    RunState State,
    DateTimeOffset? RetryAt,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    RunError? Error,
    int? ExitCode,
    long? PeakMemoryBytes,
    TimeSpan? CpuTime,
    OutputChunk? Output)
{
    /// <summary>JSON for the next attempt that no report has carried yet; null when there is none.</summary>
    public JsonElement? Checkpoint { get; init; }

    /// <summary>What the attempt reported of its work; kept with the run when it ends with this attempt.</summary>
    public IReadOnlyDictionary<string, double>? Numbers { get; init; }

    /// <summary>What was not as the job expects of a run that succeeds.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// A run that succeeds gets a warning when it started sooner than this after the job's run that finished last; null when the job
    /// expects nothing of the kind.
    /// </summary>
    public TimeSpan? AtMostEvery { get; init; }

    /// <summary>Why the run is put off.</summary>
    public string? SnoozeReason { get; init; }

    /// <summary>The run begins again later, and that costs no attempt.</summary>
    internal bool IsSnooze => State == RunState.Queued && RetryAt is not null;
}

public enum FinishStatus
{
    /// <summary>Written.</summary>
    Accepted,

    /// <summary>This very end had been written before; the answer was lost.</summary>
    Already,

    /// <summary>The token is not the current one: somebody else holds or has ended the run.</summary>
    Fenced,
}

/// <summary>Output of an attempt, appended at the end of what is stored.</summary>
/// <param name="Offset">Byte offset of <paramref name="Bytes"/> in the attempt's stored output; repeats are recognised by it.</param>
/// <param name="Bytes">UTF-8 as far as the job wrote UTF-8.</param>
/// <param name="TotalBytes">Bytes the job has written so far.</param>
/// <param name="DroppedBytes">Bytes of those that are not kept.</param>
public sealed record OutputChunk(long Offset, ReadOnlyMemory<byte> Bytes, long TotalBytes, long DroppedBytes);

/// <param name="Progress">0 to 1, null when unchanged.</param>
/// <param name="Checkpoint">JSON to keep for the next attempt, null when unchanged.</param>
public sealed record RunReport(
    Guid Run, long Token, Guid Node, double? Progress, string? ProgressText, JsonElement? Checkpoint, OutputChunk? Output);

public enum CancelStatus
{
    NotFound,

    /// <summary>It had ended before.</summary>
    Final,

    /// <summary>No node held it; it is cancelled now.</summary>
    Cancelled,

    /// <summary>It is running; its node has been asked.</summary>
    Requested,
}

/// <summary>What is kept. A finished run is pruned when it is older than its age, or when its job has more newer ones.</summary>
public sealed record RetentionPolicy
{
    public static RetentionPolicy Default { get; } = new();

    public TimeSpan SucceededAge { get; init; } = TimeSpan.FromDays(7);
    public int SucceededCount { get; init; } = 1_000;
    public TimeSpan FailedAge { get; init; } = TimeSpan.FromDays(30);
    public int FailedCount { get; init; } = 100;
    public TimeSpan LogAge { get; init; } = TimeSpan.FromDays(30);
    public TimeSpan SkipAge { get; init; } = TimeSpan.FromDays(30);
    public TimeSpan RollupAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// For how long after its end the id of a run that was asked for is known, also when the run itself is pruned: a request that
    /// is repeated within this time makes no second run.
    /// </summary>
    public TimeSpan RequestAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Dead letters that nobody dealt with.</summary>
    public TimeSpan DeadAge { get; init; } = TimeSpan.FromDays(90);
}
