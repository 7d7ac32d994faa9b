using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The outbox as one process sees it, through its network.</summary>
internal sealed class FaultyOutbox(IOutbox outbox, Network network, Oracle oracle) : IOutbox
{
    public ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation) =>
        network.Call("look", async () => oracle.Notices.Looked(await outbox.Look(limit, cancellation)));

    public ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) =>
        network.Call("settle", async () => oracle.Notices.Settled(settlement, await outbox.Settle(settlement, cancellation)));

    public ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation) =>
        network.Call("take", async () => oracle.Notices.Taken(await outbox.Take(message, hold, cancellation)));

    public ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation) =>
        network.Call("delivered", async () => oracle.Notices.Ended(message, end, await outbox.End(message, end, cancellation)));

    public ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation) =>
        network.Call("channels", () => outbox.Channels(cancellation));

    public async ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation) =>
        await network.Call("raise", async () =>
        {
            await outbox.Raise(events, cancellation);
            return true;
        });
}
