using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteDeadLetters(IDatabase database) : IDeadLetters
{
    public ValueTask<Page<DeadLetter>> List(DeadQuery query, CancellationToken cancellation) =>
        database.Read(session => DeadPages.Page(session, query), cancellation);

    public ValueTask<DeadLetter?> Find(string idOrPrefix, CancellationToken cancellation) =>
        database.Read(session => DeadRows.Find(session, idOrPrefix), cancellation);

    public ValueTask<IReadOnlyList<DeadGroup>> Groups(DeadQuery query, CancellationToken cancellation) =>
        database.Read(session => DeadCauses.Groups(session, query), cancellation);

    public ValueTask<IReadOnlyList<RecoveryResult>> Recover(
        IReadOnlyList<Guid> runs, RecoveredAs how, CancellationToken cancellation) =>
        database.Write<IReadOnlyList<RecoveryResult>>(
            session => [.. runs.Select(run => Recovery.Recover(session, run, how))], cancellation);

    public ValueTask<IReadOnlyList<bool>> Discard(IReadOnlyList<Guid> runs, CancellationToken cancellation) =>
        database.Write<IReadOnlyList<bool>>(session => [.. runs.Select(run => Recovery.Discard(session, run))], cancellation);
}
