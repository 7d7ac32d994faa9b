using Belfry.Notifications;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Decides who is told of what happened, and has messages delivered. Any number of nodes may do it at once: of two that decide about
/// the same events one is refused. Channels that this node does not know are left to those that do.
/// </summary>
internal sealed class Notifier(IStore store, Node node, EngineContext engine, ILogger<Notifier> logger) : IService
{
    private const int Batch = 500;

    private readonly Courier courier = new(store, node, engine, logger);

    public string Name => "notifier";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.PollEvery;
        }

        var news = await store.Outbox.Look(Batch, cancellation);
        var next = Deliver(news, cancellation);
        if (news.Events.Count == 0)
        {
            var wait = next - news.Now;
            return wait < node.Options.NotifyEvery ? wait.Value : node.Options.NotifyEvery;
        }

        // Dies here: the events are still there. Dies after: they are gone, and the messages are there.
        var settlement = Announcements.Of(news, engine.Chance.NextGuid);
        await store.Outbox.Settle(node.Options.Notifies ? settlement : settlement with { Messages = [] }, cancellation);
        return TimeSpan.Zero;
    }

    /// <summary>Starts the deliveries that are due; answers when the next one is.</summary>
    private DateTimeOffset? Deliver(OutboxNews news, CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        if (!node.Options.Notifies)
        {
            return next;
        }

        foreach (var messages in news.Messages.GroupBy(message => message.Channel))
        {
            // One at a time: the open message waits until the one before it is delivered.
            var message = messages.MaxBy(message => message.Attempts)!;
            if (engine.Channels.Find(message.Channel) is not { } channel || courier.IsBusy(channel))
            {
                continue;
            }

            var deliveredAt = news.Channels.FirstOrDefault(record => record.Name == channel.Name)?.DeliveredAt;
            var due = channel.Times.DueAt(message, deliveredAt, news.Now);
            if (due <= news.Now)
            {
                courier.Deliver(message, channel, cancellation);
            }
            else if (!(next <= due))
            {
                next = due;
            }
        }

        return next;
    }
}
