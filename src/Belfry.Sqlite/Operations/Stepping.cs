using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>One step of an operation.</summary>
internal sealed class Stepping(Session session, OperationStep step)
{
    private readonly OperationRecord operation = step.Operation;
    private long taken;
    private long made;
    private long position = step.Operation.Position;
    private bool isExhausted = step.Operation.Exhausted;

    private const string CurrentSql = "select up_to from operation where id = @id and steps = @steps";

    private const string UpdateSql =
        """
        update operation
        set state = @state, note = @note, taken = taken + @taken, passed = passed + @passed, made = made + @made,
            succeeded = succeeded + @succeeded, failed = failed + @failed, steps = steps + 1, position = @position,
            exhausted = @exhausted, paced_to = @pacedTo, ticked_to = @tickedTo, updated_at = @now, next_at = @nextAt
        where id = @id
        """;

    public OperationRecord? Take()
    {
        if (session.Number(CurrentSql, operation.Id, operation.Steps) is not { } upTo)
        {
            return null;
        }

        var (succeeded, failed) = Fold();
        TakeLetters(upTo);
        RunTicks();
        bool ran = operation.Plan is not DiscardPlan;
        session.Execute(
            UpdateSql,
            Words<OperationState>.Of(step.State),
            step.Note,
            taken,
            ran ? taken - made : 0,
            ran ? made : 0,
            succeeded,
            failed,
            position,
            isExhausted,
            step.StartAt is { } first ? first + (step.Interval * taken) : operation.PacedTo,
            step.Ticks.Count > 0 ? step.Ticks[^1] : operation.TickedTo,
            session.Now,
            step.NextAt,
            operation.Id);
        return OperationRows.Get(session, operation.Id);
    }

    private const string EndsSql =
        """
        select coalesce(sum(ok), 0), count(*) - coalesce(sum(ok), 0) from operation_end where operation = @operation
        """;

    private const string DeleteEndsSql = "delete from operation_end where operation = @operation";

    private (long Succeeded, long Failed) Fold()
    {
        var ends = session.All(EndsSql, row => (row.GetInt64(0), row.GetInt64(1)), operation.Id)[0];
        if (ends != (0, 0))
        {
            session.Execute(DeleteEndsSql, operation.Id);
        }

        return ends;
    }

    private void TakeLetters(long upTo)
    {
        if (step.Letters == 0)
        {
            return;
        }

        var letters = Letters.Next(session, operation.Plan.Letters!, position, upTo, step.Letters);
        foreach (var (run, at) in letters)
        {
            made += Deal(run, step.StartAt + (step.Interval * taken)) ? 1 : 0;
            position = at;
            taken++;
        }

        isExhausted = letters.Count < step.Letters;
    }

    // Whether a letter can be recovered is not known before: one that cannot leaves a gap in the pace.
    private bool Deal(Guid run, DateTimeOffset? startAt) => operation.Plan is not RecoverPlan plan
        ? Recovery.Discard(session, run)
        : Recovery.Recover(session, run, new RecoveredAs(plan.Version, operation.By), startAt, operation.Id).Status == RecoveryStatus.Recovered;

    private void RunTicks()
    {
        if (step.Ticks.Count > 0 && operation.Plan is BackfillPlan plan)
        {
            var runs = step.Ticks.Select(due => plan.RunFor(due, operation)).ToList();
            made += Enqueueing.Enqueue(session, runs).Count(result => result is { Inserted: true });
            taken += runs.Count;
        }
    }
}
