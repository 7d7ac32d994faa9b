using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteQueues(IDatabase database) : IQueues
{
    public ValueTask<IReadOnlyList<QueueRecord>> List(CancellationToken cancellation) =>
        database.Read(QueueQuery.List, cancellation);

    public async ValueTask Pause(QueuePause pause, CancellationToken cancellation) =>
        await database.Write(session => Sqlite.Pauses.Set(session, pause), cancellation);

    public ValueTask<bool> Resume(string? queue, CancellationToken cancellation) =>
        database.Write(session => Sqlite.Pauses.End(session, queue), cancellation);

    public ValueTask<IReadOnlyList<QueuePause>> Pauses(CancellationToken cancellation) =>
        database.Read(Sqlite.Pauses.Now, cancellation);

    public async ValueTask Limit(Limit limit, CancellationToken cancellation) =>
        await database.Write(session => LimitChanges.Set(session, limit), cancellation);

    public ValueTask<IReadOnlyList<LimitUse>> Limits(CancellationToken cancellation) =>
        database.Read(QueueQuery.Limits, cancellation);
}
