using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

internal sealed class PostgresOperations(Database database) : IOperations
{
    public ValueTask<OperationRecord> Start(NewOperation operation, CancellationToken cancellation) =>
        database.WriteForCaller(session => Start(session, operation), cancellation);

    public ValueTask<OperationRecord?> Find(string idOrPrefix, CancellationToken cancellation) =>
        database.OnceForCaller(session => OperationRows.Find(session, idOrPrefix), cancellation);

    public ValueTask<Page<OperationRecord>> List(OperationQuery query, CancellationToken cancellation) =>
        database.OnceForCaller(session => OperationRows.Page(session, query), cancellation);

    public ValueTask<OperationRecord?> Cancel(Guid id, string reason, CancellationToken cancellation) =>
        database.WriteForCaller(session => Cancel(session, id, reason), cancellation);

    public ValueTask<DueOperations> Due(int limit, CancellationToken cancellation) =>
        database.Once(session => OperationRows.Due(session, limit), cancellation);

    public ValueTask<OperationRecord?> Step(OperationStep step, CancellationToken cancellation) =>
        database.Write(session => new Stepping(session, step).Take(), cancellation);

    private const string InsertSql =
        """
        insert into belfry.operation (id, kind, plan, state, asked_by, reason, total, up_to, created_at, updated_at, next_at)
        select $1, $2, $3, 'running', $4, $5, $6, $7, now, now, now from (select belfry.now() as now) clock
        on conflict (id) do nothing
        """;

    private static async ValueTask<OperationRecord> Start(Session session, NewOperation operation)
    {
        var selection = operation.Plan.Letters;
        long upTo = selection is null ? 0 : await Letters.Newest(session);
        await session.Execute(
            InsertSql,
            Id(operation.Id),
            Text(Words<OperationKind>.Of(operation.Plan.Kind)),
            Text(PlanJson.Write(operation.Plan)),
            Text(operation.By),
            Text(operation.Reason),
            Number(selection is null ? operation.Total : await Letters.Count(session, selection, upTo, OperationRecord.MostCounted)),
            Number(upTo));
        return (await OperationRows.Get(session, operation.Id))!;
    }

    private const string CancelSql =
        """
        update belfry.operation
        set state = 'cancelled', note = $2, steps = steps + 1, updated_at = belfry.now(), next_at = belfry.now()
        where id = $1 and state = 'running'
        """;

    private static async ValueTask<OperationRecord?> Cancel(Session session, Guid id, string reason)
    {
        await session.Execute(CancelSql, Id(id), Text(reason));
        return await OperationRows.Get(session, id);
    }
}
