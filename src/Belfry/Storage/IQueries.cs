using System.Collections.ObjectModel;
using Belfry.Runs;

namespace Belfry.Storage;

/// <summary>Reading for people: never counts by scanning, pages by key.</summary>
public interface IQueries
{
    /// <summary>Jobs by name.</summary>
    ValueTask<Page<JobRecord>> Jobs(JobQuery query, CancellationToken cancellation);

    /// <summary>The newest run of each of these jobs, live or finished.</summary>
    ValueTask<IReadOnlyDictionary<string, RunRecord>> LastRuns(IReadOnlyList<string> jobs, CancellationToken cancellation);

    /// <summary>Runs, newest first: live ones by creation, then finished ones by their end.</summary>
    ValueTask<Page<RunRecord>> Runs(RunQuery query, CancellationToken cancellation);

    /// <summary>A run by id or by a unique prefix of its 32 hex digits; null when none or several match.</summary>
    ValueTask<RunRecord?> Run(string idOrPrefix, CancellationToken cancellation);

    /// <summary>Ended attempts of a run, oldest first; the current one of a live run is not among them.</summary>
    ValueTask<IReadOnlyList<AttemptRecord>> Attempts(Guid run, CancellationToken cancellation);

    /// <summary>Stored output of an attempt from a byte offset on; the newest attempt that has output when <paramref name="attempt"/> is null.</summary>
    ValueTask<OutputRecord?> Output(Guid run, int? attempt, long offset, int maxBytes, CancellationToken cancellation);

    /// <summary>Recorded outcomes of a job's scheduled ticks with <c>from ≤ due ≤ to</c>, oldest first.</summary>
    ValueTask<IReadOnlyList<TickRecord>> Ticks(
        string job, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation);

    /// <summary>
    /// Who follows whom, from a job up to <paramref name="depth"/> steps up and down; at most 1,000. A job that was deleted may be
    /// among those that are followed.
    /// </summary>
    ValueTask<IReadOnlyList<JobDependency>> Dependencies(string job, int depth, CancellationToken cancellation);

    /// <summary>Ticks of a job that wait for the jobs it follows, with <c>from ≤ due ≤ to</c>, oldest first.</summary>
    ValueTask<IReadOnlyList<WaitingTick>> Waiting(
        string job, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation);

    /// <summary>Finished runs in total and by state and hour, from roll-ups; of all jobs when <paramref name="job"/> is null.</summary>
    ValueTask<RunStatistics> Statistics(string? job, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    ValueTask<IReadOnlyList<NodeRecord>> Nodes(CancellationToken cancellation);

    /// <summary>How many jobs and live runs there are, by state.</summary>
    ValueTask<StoreTotals> Totals(CancellationToken cancellation);
}

/// <param name="Next">Opaque key of the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <param name="Contains">Part of the name, case-insensitive.</param>
public sealed record JobQuery(
    string? Contains = null, string? Tag = null, bool? Enabled = null, bool? Paused = null, string? Cursor = null, int Limit = 100);

/// <param name="From">Live runs made, and finished ones ended, at or after this instant.</param>
/// <param name="To">The same, at or before this instant.</param>
public sealed record RunQuery(
    string? Job = null,
    IReadOnlyCollection<RunState>? States = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Cursor = null,
    int Limit = 100);

/// <summary>A run as people see it.</summary>
public sealed record RunRecord
{
    public required Guid Id { get; init; }
    public required string Job { get; init; }
    public required long Revision { get; init; }
    public required RunTrigger Trigger { get; init; }
    public required RunState State { get; init; }
    public required DateTimeOffset Due { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset AvailableAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public int Attempt { get; init; }
    public int MaxAttempts { get; init; }
    public int LostCount { get; init; }

    /// <summary>How often it was put off, at no cost of an attempt.</summary>
    public int Snoozes { get; init; }
    public string Queue { get; init; } = "default";
    public int Priority { get; init; }
    public string? Node { get; init; }
    public long? Token { get; init; }
    public RunError? Error { get; init; }
    public int? ExitCode { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public TimeSpan? CpuTime { get; init; }
    public long OutputBytes { get; init; }
    public long OutputDropped { get; init; }
    public double? Progress { get; init; }
    public string? ProgressText { get; init; }
    public string? Args { get; init; }
    public string? UniqueKey { get; init; }
    public bool DryRun { get; init; }
    public Guid? Parent { get; init; }
    public string? By { get; init; }

    /// <summary>Why it waits, was cancelled or ended, when there is more to say than the state.</summary>
    public string? Note { get; init; }
    public bool CancelRequested { get; init; }

    /// <summary>A queued run that waits for an earlier run of its job.</summary>
    public bool Blocked { get; init; }
    public long MissedCount { get; init; }
    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>What the attempt that ended it reported of its work.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>What was not as the job expects of a run that succeeds.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

public sealed record AttemptRecord(
    int Attempt,
    string Outcome,
    string? Node,
    long Token,
    DateTimeOffset? StartedAt,
    DateTimeOffset FinishedAt,
    RunError? Error,
    int? ExitCode,
    long? PeakMemoryBytes,
    TimeSpan? CpuTime);

/// <param name="Attempt">Whose output this is.</param>
/// <param name="End">The attempt is over: no more will come.</param>
public sealed record OutputRecord(int Attempt, long Offset, ReadOnlyMemory<byte> Bytes, bool End);

/// <summary>A recorded outcome: a run, or skipped ticks (a span when <see cref="SkippedTicks.Count"/> is over 1).</summary>
public sealed record TickRecord(RunRecord? Run, SkippedTicks? Skipped, Guid? InTheWay)
{
    public DateTimeOffset Due => Run?.Due ?? Skipped!.First;
}

/// <param name="Buckets">Finished runs by state and duration; upper bounds in milliseconds are powers of the square root of 2.</param>
public sealed record RunStatistics(IReadOnlyList<StatisticsBucket> Buckets);

public readonly record struct StatisticsBucket(
    DateTimeOffset Hour, RunState State, int DurationBucket, long Count, long TotalMilliseconds);

/// <param name="State">
/// <c>active</c>, or the first that is true of: <c>left</c> in order; <c>fenced</c>; <c>late</c>, its lease is over; <c>guarded</c>
/// by the environment; <c>untrusted</c> for its clocks; <c>draining</c>.
/// </param>
public sealed record NodeRecord(
    Guid Id,
    string Name,
    string Version,
    int Slots,
    IReadOnlyList<string>? Queues,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset LastBeatAt,
    DateTimeOffset LeaseUntil,
    int Running)
{
    public IReadOnlyList<string> Handlers { get; init; } = [];
    public string? Environment { get; init; }
    public ProcessIdentity? Process { get; init; }
    public ClockReport? Clock { get; init; }
}

public sealed record StoreTotals(
    long Jobs, long EnabledJobs, long PausedJobs, long Scheduled, long Queued, long Running, long Retrying);
