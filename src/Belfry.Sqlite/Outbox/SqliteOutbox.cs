using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteOutbox(IDatabase database) : IOutbox
{
    public ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation) =>
        database.Read(session => Look(session, limit), cancellation);

    public ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) =>
        database.Write(session => Settlements.Write(session, settlement), cancellation);

    public ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation) =>
        database.Write(session => Messages.Take(session, message, hold), cancellation);

    public ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation) =>
        database.Write(session => Messages.End(session, message, end), cancellation);

    public ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation) =>
        database.Read(Sqlite.Channels.All, cancellation);

    public async ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation) =>
        await database.Write(
            session =>
            {
                foreach (var happened in events)
                {
                    Events.Raise(session, happened);
                }

                return true;
            },
            cancellation);

    private static OutboxNews Look(Session session, int limit)
    {
        var events = Events.First(session, limit);
        var messages = Messages.All(session);
        return new OutboxNews(
            events,
            [.. events.Select(happened => happened.Job).Distinct().Select(job => Watches.Find(session, job)).OfType<Watch>()],
            messages,
            messages.Count == 0 ? [] : Sqlite.Channels.All(session),
            session.Now);
    }
}
