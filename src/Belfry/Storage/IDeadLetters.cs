using Belfry.Runs;

namespace Belfry.Storage;

/// <summary>
/// Runs that ended as dead, each kept until somebody recovers or discards it. They do not depend on history: retention there is
/// shorter. Dry runs leave none.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Newest first.</summary>
    ValueTask<Page<DeadLetter>> List(DeadQuery query, CancellationToken cancellation);

    /// <summary>The letter of a run, by its id or a unique prefix of its 32 hex digits; null when none or several match.</summary>
    ValueTask<DeadLetter?> Find(string idOrPrefix, CancellationToken cancellation);

    /// <summary>Letters by cause, the cause of the newest one first; cursor and limit of the query bound the causes.</summary>
    ValueTask<IReadOnlyList<DeadGroup>> Groups(DeadQuery query, CancellationToken cancellation);

    /// <summary>
    /// Makes a run of each of these letters and takes the letter away, in one transaction. A letter can be recovered once: asked again,
    /// the answer is the run that was made then.
    /// </summary>
    /// <returns>One answer for each, in order.</returns>
    ValueTask<IReadOnlyList<RecoveryResult>> Recover(IReadOnlyList<Guid> runs, RecoveredAs how, CancellationToken cancellation);

    /// <summary>Takes letters away for good; their runs stay in history. True for those that were there.</summary>
    ValueTask<IReadOnlyList<bool>> Discard(IReadOnlyList<Guid> runs, CancellationToken cancellation);
}

/// <summary>A run that ended as dead, with what is needed to do its work again.</summary>
/// <param name="Run">The run's id, and the letter's.</param>
/// <param name="Revision">Of the job, when the run was made.</param>
/// <param name="Reason">Why it was not tried again.</param>
/// <param name="Error">Of the last attempt.</param>
/// <param name="Args">JSON of the run, when it had arguments of its own.</param>
/// <param name="Parent">The run that this one repeated.</param>
/// <param name="By">Who asked for the run, when somebody did.</param>
public sealed record DeadLetter(
    Guid Run,
    string Job,
    long Revision,
    RunTrigger Trigger,
    DateTimeOffset Due,
    DateTimeOffset DiedAt,
    int Attempts,
    int LostCount,
    DeathReason Reason,
    RunError Error,
    string? Args,
    Guid? Parent,
    string? By);

/// <summary>Why a run that failed was not tried again.</summary>
public enum DeathReason
{
    /// <summary>It had no attempts left.</summary>
    Attempts,

    /// <summary>Its error is one that is not retried.</summary>
    NotRetried,

    /// <summary>Its job had used up its budget of retries.</summary>
    Budget,

    /// <summary>It was lost with its node too often.</summary>
    Lost,

    /// <summary>Its definition could not be read.</summary>
    Invalid,
}

/// <param name="Fingerprint">The first digits of <see cref="RunError.Fingerprint"/> or all of them.</param>
/// <param name="Since">Died at or after this instant.</param>
public sealed record DeadQuery(
    string? Job = null, string? Fingerprint = null, DateTimeOffset? Since = null, string? Cursor = null, int Limit = 100);

/// <summary>Dead letters with one cause.</summary>
/// <param name="Count">How many; counted up to <see cref="MostCounted"/>.</param>
/// <param name="Jobs">Whose they are, of those counted, at most ten names.</param>
/// <param name="Error">Of the newest.</param>
/// <param name="FirstAt">When the oldest died.</param>
/// <param name="LastAt">When the newest died.</param>
public sealed record DeadGroup(
    string Fingerprint, int Count, IReadOnlyList<string> Jobs, RunError Error, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>A group of more than this is not counted to its end.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Names of jobs that are told.</summary>
    internal const int MostJobs = 10;
}

/// <summary>How letters become runs again.</summary>
/// <param name="Version">Under which definition of the job.</param>
/// <param name="By">Who asked.</param>
public sealed record RecoveredAs(RecoveredVersion Version, string? By);

public enum RecoveredVersion
{
    /// <summary>The one that the dead run was made under.</summary>
    Same,

    /// <summary>The job's present one.</summary>
    Latest,
}

/// <param name="Run">The run that was made; null when there is none.</param>
public readonly record struct RecoveryResult(RecoveryStatus Status, Guid? Run);

public enum RecoveryStatus
{
    Recovered,

    /// <summary>It was recovered before.</summary>
    Already,

    /// <summary>There is no such letter.</summary>
    NotFound,

    /// <summary>Its job was deleted; the letter stays.</summary>
    NoJob,

    /// <summary>The definition it was made under cannot be read; the letter stays, and can be recovered under the latest.</summary>
    Unreadable,
}
