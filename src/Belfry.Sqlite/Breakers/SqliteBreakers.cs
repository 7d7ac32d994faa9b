using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteBreakers(IDatabase database) : IBreakers
{
    public ValueTask<IReadOnlyList<BreakerRecord>> List(CancellationToken cancellation) =>
        database.Read(BreakerQuery.List, cancellation);

    public ValueTask<BreakerRecord?> Get(string name, CancellationToken cancellation) =>
        database.Read(session => BreakerQuery.Find(session, name), cancellation);

    public ValueTask<BreakerRecord?> Reset(string name, string reason, string by, CancellationToken cancellation) =>
        Set(name, (state, now) => Breaker.Reset(state, reason, by, now), cancellation);

    public ValueTask<BreakerRecord?> Isolate(string name, string reason, string by, CancellationToken cancellation) =>
        Set(name, (state, now) => Breaker.Isolate(state, reason, by, now), cancellation);

    private ValueTask<BreakerRecord?> Set(
        string name, Func<BreakerState, DateTimeOffset, BreakerState> change, CancellationToken cancellation) => database.Write(
        session =>
        {
            BreakerChanges.Set(session, name, state => change(state, session.Now));
            var record = BreakerQuery.Find(session, name);
            BreakerChanges.DropUnused(session, name);
            return record;
        },
        cancellation);
}
