using Belfry.Jobs;

namespace Belfry.Storage;

/// <summary>Jobs and their cursors.</summary>
public interface IJobs
{
    ValueTask<JobRecord?> Get(string name, CancellationToken cancellation);

    /// <summary>
    /// Writes a job's definition, switches and cursor in one step, if <see cref="JobChange.Expected"/> still describes the
    /// stored job. Ticks that <see cref="JobChange.Settled"/> names are recorded in the same step, and the definition's limit and
    /// breaker hold from then on, also for runs that wait already. What waits for or because of the job is decided anew.
    /// </summary>
    /// <exception cref="JobInvalidException">The definition follows a job that does not exist, or makes a circle.</exception>
    /// <returns>The job as stored, or null when somebody else changed or fired it first: read it again.</returns>
    ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation);

    /// <summary>
    /// Removes the job if nobody has changed it, nor deleted it and made it again, since it was read. Runs and recorded ticks stay,
    /// and what still waits stays under the job's limit. Ticks of other jobs that wait for one of its are recorded as skipped.
    /// </summary>
    /// <param name="expected">The job as it was read; a tick that has fired since is no change.</param>
    ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation);

    /// <summary>
    /// Jobs whose <see cref="JobRecord.FireAt"/> has come, or comes within <paramref name="ahead"/>, by the store's clock,
    /// earliest first, and the earliest <see cref="JobRecord.FireAt"/> of the jobs not answered. Jobs whose definition this version
    /// cannot read are passed over and do not count against <paramref name="limit"/>.
    /// </summary>
    ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation);

    /// <summary>
    /// Fires ticks. For each job: compares the cursor and the revision, moves the cursor, inserts the runs and records the
    /// skips, all or nothing; the overlap rule is applied here, where live runs can be seen, and where the job's breaker is open its
    /// ticks are recorded so or wait (<see cref="WhileOpen"/>).
    /// </summary>
    /// <returns>One result for each firing, in order.</returns>
    ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation);
}

/// <summary>A stored job: the definition and what the scheduler keeps about it.</summary>
/// <param name="Definition">What people wrote.</param>
/// <param name="Revision">Grows with every change of definition or switches, not when a tick fires.</param>
/// <param name="NextDue">The cursor: the first tick that has no recorded outcome; null when the schedule has no more.</param>
/// <param name="LastDue">
/// The newest tick with a recorded outcome. The cursor never goes back behind it; ticks of a job that follows others come in any order.
/// </param>
/// <param name="FireAt">When the Firer must look at the job; null while disabled, or paused without an end.</param>
/// <param name="Pause">Set while paused.</param>
/// <param name="LedgerFrom">Ticks before this instant were recorded, but retention has pruned them.</param>
public sealed record JobRecord(
    JobDefinition Definition,
    long Revision,
    DateTimeOffset? NextDue,
    DateTimeOffset? LastDue,
    DateTimeOffset? FireAt,
    JobPause? Pause,
    DateTimeOffset? LedgerFrom,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public string Name => Definition.Name;

    /// <summary>Who disabled the job and why, when it was not a person's edit; null while it is enabled.</summary>
    public JobOff? Off { get; init; }
}

/// <summary>Why a job is disabled.</summary>
/// <param name="Reason">A clause without a full stop.</param>
public sealed record JobOff(string Reason, string By, DateTimeOffset Since);

/// <summary>Why, by whom and until when a job is paused, and what becomes of the ticks in between.</summary>
public sealed record JobPause(
    string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until, PausedTicks Ticks);

/// <summary>What becomes of the ticks that a pause holds back, when it ends.</summary>
public enum PausedTicks
{
    /// <summary>Each is recorded as skipped (paused).</summary>
    Skip,

    /// <summary>The newest is run.</summary>
    Last,

    /// <summary>All are run, within the bounds of the job's misfire policy.</summary>
    All,
}

/// <summary>A change of a job by a person or a program.</summary>
/// <param name="Expected">The job as it was read; null to create one.</param>
/// <param name="Definition">The definition to store.</param>
/// <param name="NextDue">The new cursor.</param>
/// <param name="FireAt">When the Firer must look at the job.</param>
/// <param name="Pause">The pause to store, or null.</param>
/// <param name="Settled">Ticks that end with this change, such as those of a pause that is over.</param>
public sealed record JobChange(
    JobRecord? Expected,
    JobDefinition Definition,
    DateTimeOffset? NextDue,
    DateTimeOffset? FireAt,
    JobPause? Pause,
    IReadOnlyList<SkippedTicks> Settled)
{
    /// <summary>
    /// The first tick of the old schedule that the change does not account for: from then on the store refuses it, so that a
    /// tick that came due while the change was on its way is not passed over. Null when the cursor stays.
    /// </summary>
    public DateTimeOffset? ValidBefore { get; init; }
}

/// <summary>Ticks without a run: one, or a span of consecutive ticks of the schedule.</summary>
/// <param name="First">The first due instant.</param>
/// <param name="Last">The last due instant; equal to <paramref name="First"/> for one tick.</param>
/// <param name="Count">How many ticks of the schedule lie in the span, both ends included.</param>
/// <param name="Reason">Why none of them has a run.</param>
/// <param name="Detail">One sentence with the particulars, or null.</param>
public sealed record SkippedTicks(
    DateTimeOffset First, DateTimeOffset Last, long Count, Runs.SkipReason Reason, string? Detail);

/// <param name="Jobs">Due jobs, earliest first.</param>
/// <param name="NextFireAt">Earliest fire instant of all other jobs; null when there is none.</param>
/// <param name="Now">The store's clock.</param>
public sealed record DueJobs(IReadOnlyList<JobRecord> Jobs, DateTimeOffset? NextFireAt, DateTimeOffset Now);

/// <summary>What to record for the ticks of one job from its cursor on.</summary>
/// <param name="Job">The job as it was read; its revision and cursor are compared.</param>
/// <param name="Runs">
/// Ticks to run, oldest first. They are in nobody's way among themselves: the overlap rule looks at what was live before, and
/// where the job forbids overlap they take turns.
/// </param>
/// <param name="Skips">Ticks that get no run.</param>
/// <param name="NextDue">The cursor afterwards.</param>
/// <param name="FireAt">When the Firer must look at the job again.</param>
/// <param name="Pause">The pause to keep, null when it is over.</param>
/// <param name="Ahead">
/// The first run's instant has not come yet: where the overlap rule would have to skip or replace, or the breaker to skip, nothing is
/// written and the answer is <see cref="FiringStatus.Postponed"/>, because the live run may have ended by then, and the breaker let it through.
/// </param>
public sealed record Firing(
    JobRecord Job,
    IReadOnlyList<TickRun> Runs,
    IReadOnlyList<SkippedTicks> Skips,
    DateTimeOffset? NextDue,
    DateTimeOffset? FireAt,
    JobPause? Pause,
    bool Ahead);

/// <param name="Id">The same for the same tick, whoever computes it.</param>
/// <param name="Due">The tick.</param>
/// <param name="AvailableAt">When it may start: the tick plus its jitter.</param>
/// <param name="MissedCount">Older missed ticks this run stands for.</param>
/// <param name="FirstMissed">The oldest of them.</param>
public sealed record TickRun(
    Guid Id, DateTimeOffset Due, DateTimeOffset AvailableAt, long MissedCount = 0, DateTimeOffset? FirstMissed = null);

public enum FiringStatus
{
    /// <summary>Recorded.</summary>
    Fired,

    /// <summary>Somebody else fired, changed, paused or deleted the job first; nothing was written.</summary>
    Lost,

    /// <summary>See <see cref="Firing.Ahead"/>; nothing was written.</summary>
    Postponed,
}

/// <param name="Cancelled">Live runs that the <c>replace</c> rule asked to end.</param>
public readonly record struct FiringResult(FiringStatus Status, IReadOnlyList<Guid> Cancelled);
