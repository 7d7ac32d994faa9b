using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Belfry.Runs;

namespace Belfry.Jobs;

/// <summary>What a job's code can know and say about the attempt it is. Safe to use from several threads.</summary>
public sealed class JobContext
{
    private readonly AttemptJournal journal;

    internal JobContext(AttemptJournal journal) => this.journal = journal;

    /// <summary>The same for all attempts: the natural idempotency key of the work.</summary>
    public required Guid RunId { get; init; }

    public required string Job { get; init; }

    /// <summary>The tick this run is for, however late it runs.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    public required int MaxAttempts { get; init; }

    /// <summary>How often this run has been put off; see <see cref="Snooze"/>.</summary>
    public int Snoozes { get; init; }

    /// <summary>
    /// Greater than the token of every earlier attempt, of this run and of all others. A target that refuses a token lower
    /// than the highest it has seen cannot be harmed by a node that was presumed dead and came back.
    /// </summary>
    public required long FencingToken { get; init; }

    /// <summary>The caller wants to see what would happen; change nothing.</summary>
    public bool DryRun { get; init; }

    public RunTrigger Trigger { get; init; }

    /// <summary>JSON arguments of the run, else of the job; null when neither has any.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>Older ticks that were missed and that this run stands for (misfire policy <c>last</c>).</summary>
    public long MissedCount { get; init; }

    /// <summary>The oldest of the missed ticks.</summary>
    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>The arguments as an object; null when there are none.</summary>
    /// <exception cref="JsonException">The arguments do not fit the type.</exception>
    public T? GetArgs<T>() => Args is { } args ? args.Deserialize<T>(JsonSerializerOptions.Web) : default;

    /// <summary>Adds a line to the run's output, which people can follow live.</summary>
    public void Log(string line) => journal.Log(line);

    /// <summary>Says how far the work is: 0 to 1, values outside are cut to that.</summary>
    public void Progress(double fraction, string? text = null) => journal.Progress(fraction, text);

    /// <summary>
    /// Reports a number of this run's work, such as rows written; shown with the run, and compared with what the job expects. The
    /// last value of a name stands.
    /// </summary>
    /// <exception cref="ArgumentException">The name is no name, the value not finite, or there are too many names.</exception>
    public void Report(string name, double value)
    {
        if (journal.TryReport(name, value) is { } wrong)
        {
            throw new ArgumentException(wrong);
        }
    }

    /// <summary>
    /// Ends the attempt here when it should not go on: throws <see cref="OperationCanceledException"/> after a cancel, a
    /// time-out, or the loss of the lease. For loops that have no other way to notice.
    /// </summary>
    public void Heartbeat() => journal.ThrowIfCancelled();

    /// <summary>
    /// Ends the attempt here as "not yet", by an exception: the run begins again after that time, on any node, with its
    /// <see cref="Checkpoint{T}"/>. It costs no attempt, frees the slot, and keeps the run's place in its job's line.
    /// </summary>
    /// <param name="time">One second to 365 days.</param>
    /// <param name="reason">Shown to people while the run waits.</param>
    /// <exception cref="SnoozeException">Always: let it pass.</exception>
    [DoesNotReturn]
    public void Snooze(TimeSpan time, string? reason = null) => throw new SnoozeException(time, reason);

    /// <summary>
    /// Asks for runs of other jobs, whose parent this run is. Another attempt of this run that asks for the same gets the same runs.
    /// </summary>
    /// <param name="runs">At most 1,000.</param>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="InvalidOperationException">The job's code is not run by a node.</exception>
    public Task<RunBatch> EnqueueAsync(IReadOnlyList<ChildRun> runs, CancellationToken cancellation = default) =>
        Children.Enqueue(runs, cancellation);

    /// <summary>
    /// The runs of a batch, when all of them have ended. While some have not, this attempt ends as "not yet" (<see cref="Snooze"/>), and
    /// the run begins again a little later: no slot is held while it waits, and its code comes here again. So what stands before this
    /// should do no harm when it is done twice.
    /// </summary>
    /// <returns>How each of them ended; those that retention has pruned meanwhile are left out.</returns>
    /// <exception cref="SnoozeException">Some have not ended: let it pass.</exception>
    public Task<IReadOnlyList<Storage.RunRecord>> EndedAsync(RunBatch batch, CancellationToken cancellation = default) =>
        Children.Ended(batch, cancellation);

    internal ChildRuns? ChildRuns { get; init; }

    private ChildRuns Children => ChildRuns ?? throw new InvalidOperationException("Only a run that a node executes can ask for other runs.");

    /// <summary>State that an earlier attempt of this run saved; the default value when there is none.</summary>
    public T? Checkpoint<T>() =>
        journal.Checkpoint is { } saved ? saved.Deserialize<T>(JsonSerializerOptions.Web) : default;

    /// <summary>Keeps state for the next attempt, should this one fail or its node die. Written within half a second.</summary>
    public void SaveCheckpoint<T>(T state) =>
        journal.SaveCheckpoint(JsonSerializer.SerializeToElement(state, JsonSerializerOptions.Web));
}
