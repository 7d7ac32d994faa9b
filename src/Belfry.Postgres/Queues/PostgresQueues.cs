using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresQueues(Database database) : IQueues
{
    public ValueTask<IReadOnlyList<QueueRecord>> List(CancellationToken cancellation) =>
        database.Read(QueueQuery.List, cancellation);

    public async ValueTask Pause(QueuePause pause, CancellationToken cancellation) =>
        await database.WriteForCaller(session => Postgres.Pauses.Set(session, pause), cancellation);

    public ValueTask<bool> Resume(string? queue, CancellationToken cancellation) =>
        database.WriteForCaller(session => Postgres.Pauses.End(session, queue), cancellation);

    public ValueTask<IReadOnlyList<QueuePause>> Pauses(CancellationToken cancellation) =>
        database.OnceForCaller(Postgres.Pauses.Now, cancellation);

    public async ValueTask Limit(Limit limit, CancellationToken cancellation) =>
        await database.WriteForCaller(session => LimitChanges.Set(session, limit), cancellation);

    public ValueTask<IReadOnlyList<LimitUse>> Limits(CancellationToken cancellation) =>
        database.Read(QueueQuery.Limits, cancellation);
}
