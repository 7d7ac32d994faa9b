using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>One due instant and what became of it.</summary>
/// <param name="Outcome">
/// <c>run</c>; <c>skipped</c>; <c>pending</c>: not due yet, or due this moment; <c>unrecorded</c>: the record has a gap, which
/// is a defect to report.
/// </param>
/// <param name="Detail">One sentence, when there is more to say.</param>
/// <param name="Through">
/// The last instant of a recorded span whose single ticks can no longer be told, because the schedule has changed since.
/// </param>
/// <param name="Count">Ticks this entry stands for.</param>
public sealed record LedgerTick(
    DateTimeOffset Due,
    string Outcome,
    SkipReason? Reason = null,
    Guid? RunId = null,
    RunState? State = null,
    string? Detail = null,
    DateTimeOffset? Through = null,
    long Count = 1);

/// <summary>The record of every tick, read for people: what the store has, spans spelled out, gaps named.</summary>
public sealed class Ledger
{
    private readonly IStore store;

    internal Ledger(IStore store) => this.store = store;

    /// <summary>The ticks of a job with <c>from ≤ due ≤ to</c>, oldest first, at most <paramref name="limit"/>.</summary>
    /// <exception cref="JobNotFoundException">There is no such job, and no record of one.</exception>
    public async Task<IReadOnlyList<LedgerTick>> Ticks(
        string job, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation)
    {
        // The job first, then what waits: what happens between the reads then shows as recorded, never as missing.
        var stored = await store.Jobs.Get(job, cancellation);
        var now = await store.Now(cancellation);
        var waiting = stored?.Definition.After.Count > 0 ? await store.Queries.Waiting(job, from, to, limit, cancellation) : [];
        var recorded = await store.Queries.Ticks(job, from, to, limit, cancellation);
        if (stored is null && recorded.Count == 0)
        {
            throw new JobNotFoundException($"There is no job named '{job}', and no record of one between these instants.");
        }

        return LedgerPages.Merge(stored, recorded, waiting, from, to, now, limit);
    }
}
