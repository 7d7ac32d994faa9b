using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresNodes(Database database) : INodes
{
    public ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        database.WriteUrgently(session => Beats.Beat(session, beat), cancellation);

    public async ValueTask Leave(Guid node, CancellationToken cancellation)
    {
        await database.Write(session => Rescues.Leave(session, node), cancellation);
        await Following.Settle(database, cancellation);
    }

    public async ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation)
    {
        var reply = await database.Write(session => Rescues.Rescue(session, endedBefore, maxLost, dead), cancellation);
        await Following.Settle(database, cancellation);
        return reply;
    }

    public ValueTask<IReadOnlyList<Neighbour>> Neighbours(string host, CancellationToken cancellation) =>
        database.Once(session => Neighbourhood.Of(session, host), cancellation);

    public ValueTask<bool> Drain(Guid node, bool on, CancellationToken cancellation) =>
        database.OnceForCaller(session => Neighbourhood.Drain(session, node, on), cancellation);

    public ValueTask<string?> Environment(CancellationToken cancellation) =>
        database.OnceForCaller(StoreEnvironment.Read, cancellation);

    public async ValueTask SetEnvironment(string? environment, CancellationToken cancellation) =>
        await database.OnceForCaller(session => StoreEnvironment.Set(session, environment), cancellation);
}
