using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>Takes a message off the list when it is about to be sent.</summary>
internal sealed class GoneBeforeSent(IStore inner) : StoreLayer(inner)
{
    public override IOutbox Outbox { get; } = new Layer(inner.Outbox);

    private sealed class Layer(IOutbox inner) : IOutbox
    {
        public async ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation)
        {
            var taken = await inner.Take(message, hold, cancellation);
            if (taken is not null)
            {
                await inner.End(taken, DeliveryEnd.Delivered, cancellation);
            }

            return taken;
        }

        public ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation) => inner.Look(limit, cancellation);

        public ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) => inner.Settle(settlement, cancellation);

        public ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation) => inner.End(message, end, cancellation);

        public ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation) => inner.Channels(cancellation);

        public ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation) => inner.Raise(events, cancellation);
    }
}
