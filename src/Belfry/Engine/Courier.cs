using Belfry.Notifications;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>Delivers messages, one of each channel at a time, outside any transaction and without holding anybody up.</summary>
internal sealed class Courier(IStore store, Node node, EngineContext engine, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> busy = new(StringComparer.Ordinal);

    // Both go with the lease: 15 s and a minute, unless a node lives faster.
    private TimeSpan Longest => node.Options.LeaseTime;

    // A node that died while it delivered, or whose answer was lost: another one delivers the message again after this.
    private TimeSpan Hold => node.Options.LeaseTime * 4;

    public bool IsBusy(NamedChannel channel)
    {
        lock (gate)
        {
            return busy.Contains(channel.Name);
        }
    }

    /// <summary>Starts a delivery and returns.</summary>
    public void Deliver(OutboxMessage message, NamedChannel channel, CancellationToken stop)
    {
        lock (gate)
        {
            busy.Add(channel.Name);
        }

        _ = TakeAndSend(message, channel, stop);
    }

    private async Task TakeAndSend(OutboxMessage message, NamedChannel channel, CancellationToken stop)
    {
        try
        {
            if (await store.Outbox.Take(message, Hold, stop) is { } taken)
            {
                // Dies here, or before the end is written: the message is sent again when its hold is over.
                var end = EndOf(taken, await Send(taken, channel, stop));
                await store.Outbox.End(taken, end, CancellationToken.None);
                Report(taken, end);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (StoreException exception)
        {
            EngineLog.StoreTrouble(logger, "notifier", exception.Message, 1, TimeSpan.Zero);
        }
        catch (Exception exception)
        {
            EngineLog.ServiceFailed(logger, exception, "notifier", 1, TimeSpan.Zero);
        }
        finally
        {
            lock (gate)
            {
                busy.Remove(channel.Name);
            }

            engine.NotifierWakeup.Set();
        }
    }

    private async Task<SendResult> Send(OutboxMessage message, NamedChannel channel, CancellationToken stop)
    {
        var sent = new ChannelMessage(message.Id, message.Channel, message.OpenedAt, message.Body);
        using var limit = new CancellationTokenSource(Longest, engine.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            var result = SendResult.Delivered;
            await engine.Offload(async () => result = await channel.Channel.SendAsync(sent, either.Token));
            return result;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return new SendResult($"no answer within {Policies.Durations.Text(Longest)}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SendResult(RunErrors.From(exception).Message);
        }
    }

    private DeliveryEnd EndOf(OutboxMessage message, SendResult result) => result.Error is null
        ? DeliveryEnd.Delivered
        : new DeliveryEnd(
            result.Error,
            Redelivery.Wait(message.Attempts, result.RetryAfter, engine.Clock.Now - message.OpenedAt, engine.Chance.NextDouble()));

    private void Report(OutboxMessage message, DeliveryEnd end)
    {
        if (end.Error is null)
        {
            EngineLog.Delivered(logger, message.Id, message.Channel, message.Body.Title);
        }
        else if (end.RetryIn is { } wait)
        {
            EngineLog.NotDelivered(logger, message.Id, message.Channel, message.Attempts, wait, end.Error);
        }
        else
        {
            EngineLog.GivenUp(logger, message.Id, message.Channel, message.Attempts, end.Error, message.Body.Title);
        }
    }
}
