using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>One step of an operation.</summary>
internal sealed class Stepping(Session session, OperationStep step)
{
    private readonly OperationRecord operation = step.Operation;
    private long taken;
    private long made;
    private long position = step.Operation.Position;
    private bool isExhausted = step.Operation.Exhausted;

    private const string CurrentSql = "select up_to from belfry.operation where id = $1 and steps = $2 for update";

    private const string UpdateSql =
        """
        update belfry.operation
        set state = $2, note = $3, taken = taken + $4, passed = passed + $5, made = made + $6, succeeded = succeeded + $7,
            failed = failed + $8, steps = steps + 1, position = $9, exhausted = $10, paced_to = $11, ticked_to = $12,
            updated_at = belfry.now(), next_at = $13
        where id = $1
        """;

    public async ValueTask<OperationRecord?> Take()
    {
        if (await session.Number(CurrentSql, Id(operation.Id), Number(operation.Steps)) is not { } upTo)
        {
            return null;
        }

        var (succeeded, failed) = await Fold();
        await TakeLetters(upTo);
        await RunTicks();
        bool ran = operation.Plan is not DiscardPlan;
        await session.Execute(
            UpdateSql,
            Id(operation.Id),
            Text(Words<OperationState>.Of(step.State)),
            Text(step.Note),
            Number(taken),
            Number(ran ? taken - made : 0),
            Number(ran ? made : 0),
            Number(succeeded),
            Number(failed),
            Number(position),
            Flag(isExhausted),
            Instant(step.StartAt is { } first ? first + (step.Interval * taken) : operation.PacedTo),
            Instant(step.Ticks.Count > 0 ? step.Ticks[^1] : operation.TickedTo),
            Instant(step.NextAt));
        return await OperationRows.Get(session, operation.Id);
    }

    private const string FoldSql =
        """
        with gone as (delete from belfry.operation_end where operation = $1 returning ok, failed)
        select coalesce(sum(ok), 0)::bigint, coalesce(sum(failed), 0)::bigint from gone
        """;

    private async ValueTask<(long Succeeded, long Failed)> Fold() =>
        await session.First(FoldSql, row => (row.GetInt64(0), row.GetInt64(1)), Id(operation.Id));

    private async ValueTask TakeLetters(long upTo)
    {
        if (step.Letters == 0)
        {
            return;
        }

        var letters = await Letters.Next(session, operation.Plan.Letters!, position, upTo, step.Letters);
        var runs = letters.Select(letter => letter.Run).ToList();
        taken += runs.Count;
        made += operation.Plan is RecoverPlan plan ? await Recover(runs, plan) : await Discard(runs);
        position = letters.Count > 0 ? letters[^1].Position : position;
        isExhausted = letters.Count < step.Letters;
    }

    // Whether a letter can be recovered is not known before: one that cannot leaves a gap in the pace.
    private async ValueTask<int> Recover(List<Guid> runs, RecoverPlan plan)
    {
        var starts = step.StartAt is not { } first ? null : runs.Select((run, i) => (run, at: first + (step.Interval * i))).ToDictionary(run => run.run, run => run.at);
        var results = await new Recovery(session).Recover(runs, new RecoveredAs(plan.Version, operation.By), starts, operation.Id);
        return results.Count(result => result.Status == RecoveryStatus.Recovered);
    }

    private async ValueTask<int> Discard(List<Guid> runs) => (await new Recovery(session).Discard(runs)).Count(wasThere => wasThere);

    private async ValueTask RunTicks()
    {
        if (step.Ticks.Count > 0 && operation.Plan is BackfillPlan plan)
        {
            var runs = step.Ticks.Select(due => plan.RunFor(due, operation)).ToList();
            var results = await new Enqueueing(session).Enqueue(runs);
            made += results.Count(result => result is { Inserted: true });
            taken += runs.Count;
        }
    }
}
