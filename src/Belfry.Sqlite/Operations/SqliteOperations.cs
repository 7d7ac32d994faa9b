using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteOperations(IDatabase database) : IOperations
{
    public ValueTask<OperationRecord> Start(NewOperation operation, CancellationToken cancellation) =>
        database.Write(session => Start(session, operation), cancellation);

    public ValueTask<OperationRecord?> Find(string idOrPrefix, CancellationToken cancellation) =>
        database.Read(session => OperationRows.Find(session, idOrPrefix), cancellation);

    public ValueTask<Page<OperationRecord>> List(OperationQuery query, CancellationToken cancellation) =>
        database.Read(session => OperationRows.Page(session, query), cancellation);

    public ValueTask<OperationRecord?> Cancel(Guid id, string reason, CancellationToken cancellation) =>
        database.Write(session => Cancel(session, id, reason), cancellation);

    public ValueTask<DueOperations> Due(int limit, CancellationToken cancellation) =>
        database.Read(session => OperationRows.Due(session, limit), cancellation);

    public ValueTask<OperationRecord?> Step(OperationStep step, CancellationToken cancellation) =>
        database.Write(session => new Stepping(session, step).Take(), cancellation);

    private const string InsertSql =
        """
        insert into operation (id, kind, plan, state, asked_by, reason, total, up_to, created_at, updated_at, next_at)
        values (@id, @kind, @plan, 'running', @by, @reason, @total, @upTo, @now, @now, @now)
        on conflict (id) do nothing
        """;

    private static OperationRecord Start(Session session, NewOperation operation)
    {
        var selection = operation.Plan.Letters;
        long upTo = selection is null ? 0 : Letters.Newest(session);
        session.Execute(
            InsertSql,
            operation.Id,
            Words<OperationKind>.Of(operation.Plan.Kind),
            PlanJson.Write(operation.Plan),
            operation.By,
            operation.Reason,
            selection is null ? operation.Total : Letters.Count(session, selection, upTo, OperationRecord.MostCounted),
            upTo,
            session.Now);
        return OperationRows.Get(session, operation.Id)!;
    }

    private const string CancelSql =
        """
        update operation set state = 'cancelled', note = @reason, steps = steps + 1, updated_at = @now, next_at = @now
        where id = @id and state = 'running'
        """;

    private static OperationRecord? Cancel(Session session, Guid id, string reason)
    {
        session.Execute(CancelSql, reason, session.Now, id);
        return OperationRows.Get(session, id);
    }
}
