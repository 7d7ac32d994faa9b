using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresBreakers(Database database) : IBreakers
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
        string name, Func<BreakerState, DateTimeOffset, BreakerState> change, CancellationToken cancellation) => database.WriteForCaller(
        async session =>
        {
            await BreakerChanges.Set(session, name, change);
            var record = await BreakerQuery.Find(session, name);
            await BreakerChanges.DropUnused(session, name);
            return record;
        },
        cancellation);
}
