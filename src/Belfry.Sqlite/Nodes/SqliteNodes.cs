using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteNodes(IDatabase database) : INodes
{
    public ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        database.WriteUrgently(session => Beats.Beat(session, beat), cancellation);

    public async ValueTask Leave(Guid node, CancellationToken cancellation) =>
        await database.Write(session => Rescues.Leave(session, node), cancellation);

    public ValueTask<RescueReply> Rescue(DateTimeOffset endedBefore, int maxLost, CancellationToken cancellation) =>
        database.Write(session => Rescues.Rescue(session, endedBefore, maxLost), cancellation);
}
