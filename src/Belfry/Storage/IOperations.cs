namespace Belfry.Storage;

/// <summary>
/// Work on many runs that goes on after it was asked for: recovering or discarding dead letters, backfills. It is stored and done in
/// steps of one transaction each, by whichever node comes first: when a node dies in the middle another goes on, and nothing is
/// done twice.
/// </summary>
public interface IOperations
{
    /// <summary>Stores an operation. One that is there already under its id is answered as it is.</summary>
    ValueTask<OperationRecord> Start(NewOperation operation, CancellationToken cancellation);

    /// <summary>By its id or a unique prefix of its 32 hex digits; null when none or several match.</summary>
    ValueTask<OperationRecord?> Find(string idOrPrefix, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    ValueTask<Page<OperationRecord>> List(OperationQuery query, CancellationToken cancellation);

    /// <summary>Ends it where it stands. Runs that it has made go on. Null when there is none, else how it stands now.</summary>
    ValueTask<OperationRecord?> Cancel(Guid id, string reason, CancellationToken cancellation);

    /// <summary>Operations whose next step has come, the longest waiting first, and when the step of another comes.</summary>
    ValueTask<DueOperations> Due(int limit, CancellationToken cancellation);

    /// <summary>
    /// Takes one step, all of it or nothing, if nobody else has taken one since <see cref="OperationRecord.Steps"/> was read.
    /// </summary>
    /// <returns>How it stands now; null when somebody else was faster.</returns>
    ValueTask<OperationRecord?> Step(OperationStep step, CancellationToken cancellation);
}

/// <param name="Id">Chosen by the caller, so that a repeated request finds the first one's operation.</param>
/// <param name="Total">How many ticks there are; the store counts letters itself.</param>
public sealed record NewOperation(Guid Id, OperationPlan Plan, string By, string? Reason, long Total = 0);

public enum OperationKind
{
    Recover,
    Discard,
    Backfill,
}

public enum OperationState
{
    Running,

    /// <summary>All that it was to do is done, and the runs that it made have ended.</summary>
    Done,

    /// <summary>It ended itself before its end; the note says why.</summary>
    Stopped,

    Cancelled,
}

/// <summary>How an operation stands.</summary>
/// <param name="Total">Letters or ticks that it is about, counted up to <see cref="MostCounted"/>.</param>
/// <param name="Taken">Letters or ticks that it has dealt with.</param>
/// <param name="Passed">Of those, how many it left as they were: a letter whose job is gone, a tick that has a run.</param>
/// <param name="Made">Runs it has made.</param>
/// <param name="Succeeded">Runs of those that succeeded.</param>
/// <param name="Failed">Runs of those that ended otherwise.</param>
/// <param name="Steps">Grows with each step.</param>
/// <param name="Position">Where it stands among letters.</param>
/// <param name="Exhausted">There are no more letters.</param>
/// <param name="PacedTo">The instant of the next run by its pace.</param>
/// <param name="TickedTo">The last tick it has dealt with.</param>
/// <param name="NextAt">When its next step comes; null when none does.</param>
public sealed record OperationRecord(
    Guid Id,
    OperationPlan Plan,
    OperationState State,
    string By,
    string? Reason,
    string? Note,
    long Total,
    long Taken,
    long Passed,
    long Made,
    long Succeeded,
    long Failed,
    long Steps,
    long Position,
    bool Exhausted,
    DateTimeOffset? PacedTo,
    DateTimeOffset? TickedTo,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAt)
{
    public const int MostCounted = 100_000;

    /// <summary>Runs it has made that have not ended.</summary>
    public long Live => Made - Succeeded - Failed;
}

/// <param name="Kind">Null is all.</param>
/// <param name="State">Null is all.</param>
public sealed record OperationQuery(OperationKind? Kind = null, OperationState? State = null, string? Cursor = null, int Limit = 100);

/// <param name="NextAt">When the step of another comes; null when none does.</param>
/// <param name="Now">The store's clock.</param>
public sealed record DueOperations(IReadOnlyList<OperationRecord> Operations, DateTimeOffset? NextAt, DateTimeOffset Now);

/// <summary>What to do next for an operation, and how it stands then.</summary>
/// <param name="Operation">As it was read; its steps are compared.</param>
/// <param name="NextAt">When to look again; null is never.</param>
public sealed record OperationStep(OperationRecord Operation, OperationState State, string? Note, DateTimeOffset? NextAt)
{
    /// <summary>How many of the next letters to take.</summary>
    public int Letters { get; init; }

    /// <summary>When the first of them starts; null is at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>From one's start to the next one's.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The next ticks to run.</summary>
    public IReadOnlyList<DateTimeOffset> Ticks { get; init; } = [];
}
