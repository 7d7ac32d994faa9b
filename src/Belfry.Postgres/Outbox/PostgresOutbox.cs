using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresOutbox(Database database) : IOutbox
{
    public ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation) =>
        database.Once(session => Look(session, limit), cancellation);

    public ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) =>
        database.Write(session => Settle(session, settlement), cancellation);

    public ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation) =>
        database.Write(session => Messages.Take(session, message, hold), cancellation);

    public ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation) =>
        database.Write(session => Messages.End(session, message, end), cancellation);

    public ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation) =>
        database.OnceForCaller(Postgres.Channels.All, cancellation);

    public async ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation) =>
        await database.Write(
            async session =>
            {
                await Events.Raise(session, events);
                return true;
            },
            cancellation);

    private const string IsThereSql =
        "select exists (select 1 from belfry.event) or exists (select 1 from belfry.message), belfry.now()";

    // Mostly there is nothing, and nodes ask often. What changes between the statements, the settlement notices.
    private static async ValueTask<OutboxNews> Look(Session session, int limit)
    {
        var (isThere, now) = await session.First(IsThereSql, row => (row.GetBoolean(0), row.Instant(1)));
        if (!isThere)
        {
            return new OutboxNews([], [], [], [], now);
        }

        var events = await Events.First(session, limit);
        var messages = await Messages.All(session);
        return new OutboxNews(
            events,
            events.Count == 0 ? [] : await Watches.Find(session, events.Select(happened => happened.Job).Distinct()),
            messages,
            messages.Count == 0 ? [] : await Postgres.Channels.All(session),
            now);
    }

    private static async ValueTask<bool> Settle(Session session, Settlement settlement)
    {
        if (!await Events.Lock(session, settlement.Events)
            || !await Watches.Lock(session, settlement.Watches)
            || !await Messages.Lock(session, settlement.Messages))
        {
            return false;
        }

        await Events.Delete(session, settlement.Events);
        await Watches.Change(session, settlement.Watches);
        await Messages.Write(session, settlement.Messages);
        return true;
    }
}
