using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresDeadLetters(Database database) : IDeadLetters
{
    public ValueTask<Page<DeadLetter>> List(DeadQuery query, CancellationToken cancellation) =>
        database.Read(session => DeadPages.Page(session, query), cancellation);

    public ValueTask<DeadLetter?> Find(string idOrPrefix, CancellationToken cancellation) =>
        database.OnceForCaller(session => DeadRows.Find(session, idOrPrefix), cancellation);

    public ValueTask<IReadOnlyList<DeadGroup>> Groups(DeadQuery query, CancellationToken cancellation) =>
        database.OnceForCaller(session => DeadCauses.Groups(session, query), cancellation);

    public ValueTask<IReadOnlyList<RecoveryResult>> Recover(
        IReadOnlyList<Guid> runs, RecoveredAs how, CancellationToken cancellation) =>
        database.WriteForCaller(session => new Recovery(session).Recover(runs, how), cancellation);

    public ValueTask<IReadOnlyList<bool>> Discard(IReadOnlyList<Guid> runs, CancellationToken cancellation) =>
        database.WriteForCaller(session => new Recovery(session).Discard(runs), cancellation);
}
