using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>What people and programs do to many runs at once. The work itself is done by the nodes, in steps.</summary>
public sealed class OperationControl
{
    private readonly IStore store;
    private readonly JobControl control;
    private readonly Chance chance;

    internal OperationControl(IStore store, JobControl control, Chance chance) =>
        (this.store, this.control, this.chance) = (store, control, chance);

    /// <summary>Starts an operation.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="reason">Why; null when nobody said.</param>
    /// <param name="id">Makes a repeated request find the first one's operation; null makes a new one.</param>
    /// <param name="cancellation">Gives up; what was stored by then is done all the same.</param>
    /// <exception cref="JobInvalidException">The plan has values out of their bounds.</exception>
    /// <exception cref="JobNotFoundException">It is for a job that does not exist.</exception>
    public async Task<OperationRecord> Start(OperationPlan plan, string by, string? reason, Guid? id, CancellationToken cancellation)
    {
        var now = await store.Now(cancellation);
        Check(plan, now);
        long total = plan is BackfillPlan backfill ? (await Preview(backfill, cancellation)).Count : 0;
        var started = await store.Operations.Start(new NewOperation(id ?? RunId.New(now, chance), Once(plan), by, reason, total), cancellation);
        control.Wake();
        return started;
    }

    /// <summary>The ticks that a backfill would run.</summary>
    /// <exception cref="JobInvalidException">The plan has values out of their bounds, or there are too many ticks.</exception>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task<BackfillPreview> Preview(BackfillPlan plan, CancellationToken cancellation)
    {
        Check(plan, await store.Now(cancellation));
        var job = await store.Jobs.Get(plan.Job, cancellation) ?? throw new JobNotFoundException($"There is no job named '{plan.Job}'.");
        var preview = BackfillPreview.Of(job.Definition.ParseSchedule(), plan.From, plan.To);
        return preview.Count <= OperationRecord.MostCounted ? preview : throw new JobInvalidException(
            [new JobProblem("to", $"makes more than {OperationRecord.MostCounted:N0} ticks with from; take a shorter time, one after the other.")]);
    }

    /// <summary>Ends an operation where it stands; runs that it has made go on. Repeating it does nothing.</summary>
    /// <exception cref="JobNotFoundException">There is no such operation.</exception>
    /// <exception cref="JobConflictException">It had ended before.</exception>
    public async Task<OperationRecord> Cancel(Guid id, string reason, CancellationToken cancellation)
    {
        var ended = await store.Operations.Cancel(id, reason, cancellation)
            ?? throw new JobNotFoundException($"There is no operation {id:n}.");
        return ended.State == OperationState.Cancelled
            ? ended
            : throw new JobConflictException($"Operation {id:n} had ended before; it is {EnumWords<OperationState>.Of(ended.State)}.");
    }

    private static void Check(OperationPlan plan, DateTimeOffset now)
    {
        var problems = OperationRules.Problems(plan, now);
        if (problems.Count > 0)
        {
            throw new JobInvalidException(problems);
        }
    }

    private static OperationPlan Once(OperationPlan plan) => plan switch
    {
        RecoverPlan recover => recover with { Selection = Once(recover.Selection) },
        DiscardPlan discard => discard with { Selection = Once(discard.Selection) },
        _ => plan,
    };

    private static LetterSelection Once(LetterSelection selection) =>
        selection.Ids is { } ids ? selection with { Ids = [.. ids.Distinct()] } : selection;
}
