using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>An outbox over an outbox, for a defect in one of its calls.</summary>
internal abstract class OutboxLayer(IOutbox inner) : IOutbox
{
    public virtual ValueTask<OutboxNews> Look(int limit, CancellationToken cancellation) => inner.Look(limit, cancellation);

    public virtual ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) => inner.Settle(settlement, cancellation);

    public virtual ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation) =>
        inner.Take(message, hold, cancellation);

    public virtual ValueTask<bool> End(OutboxMessage message, DeliveryEnd end, CancellationToken cancellation) =>
        inner.End(message, end, cancellation);

    public virtual ValueTask<IReadOnlyList<ChannelRecord>> Channels(CancellationToken cancellation) => inner.Channels(cancellation);

    public virtual ValueTask Raise(IReadOnlyList<JobEvent> events, CancellationToken cancellation) => inner.Raise(events, cancellation);
}

/// <summary>Takes a message off the list when it is about to be sent.</summary>
internal sealed class GoneBeforeSent(IStore inner) : StoreLayer(inner)
{
    public override IOutbox Outbox { get; } = new Layer(inner.Outbox);

    private sealed class Layer(IOutbox inner) : OutboxLayer(inner)
    {
        public override async ValueTask<OutboxMessage?> Take(OutboxMessage message, TimeSpan hold, CancellationToken cancellation)
        {
            var taken = await base.Take(message, hold, cancellation);
            if (taken is not null)
            {
                await base.End(taken, DeliveryEnd.Delivered, cancellation);
            }

            return taken;
        }
    }
}

/// <summary>Keeps what follows from events, and the events too.</summary>
internal sealed class EventsStay(IStore inner) : StoreLayer(inner)
{
    public override IOutbox Outbox { get; } = new Layer(inner.Outbox);

    private sealed class Layer(IOutbox inner) : OutboxLayer(inner)
    {
        public override ValueTask<bool> Settle(Settlement settlement, CancellationToken cancellation) =>
            base.Settle(settlement with { Events = [] }, cancellation);
    }
}
