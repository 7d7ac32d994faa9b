using Belfry.AspNetCore.Http;
using Belfry.Notifications;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Notifications;

/// <summary><c>GET /channels</c>: those that this server knows, and those that messages wait for.</summary>
internal static class ListChannels
{
    /// <param name="Kind">Null for one that this server does not know.</param>
    /// <param name="Error">Of the last delivery that failed.</param>
    /// <param name="GivenUp">Messages that were never delivered, and are not tried any more.</param>
    /// <param name="Waiting">Messages that wait.</param>
    /// <param name="WaitingSince">Since when the oldest of them does.</param>
    /// <param name="NextTryAt">When the one that could not be delivered is tried again.</param>
    private sealed record ChannelView(
        string Name,
        string? Kind,
        TimeSpan? Wait,
        TimeSpan? Every,
        long Delivered,
        DateTimeOffset? DeliveredAt,
        long Failed,
        DateTimeOffset? FailedAt,
        string? Error,
        long GivenUp,
        int Waiting,
        DateTimeOffset? WaitingSince,
        DateTimeOffset? NextTryAt);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Text("cursor");
        call.Query.Limit();
        call.Query.Close();
        var channels = call.Service<ChannelSet>();
        var used = (await call.Store.Outbox.Channels(call.Cancellation)).ToDictionary(channel => channel.Name);
        var messages = (await call.Store.Outbox.Look(0, call.Cancellation)).Messages.ToLookup(message => message.Channel);
        return ApiJson.Page(channels.All.Select(channel => channel.Name)
            .Concat(used.Keys)
            .Concat(messages.Select(channel => channel.Key))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => View(name, channels.Find(name), used.GetValueOrDefault(name), [.. messages[name]])));
    }

    private static ChannelView View(string name, NamedChannel? known, ChannelRecord? used, OutboxMessage[] waiting) => new(
        name,
        known?.Channel.Kind,
        known?.Times.Wait,
        known?.Times.Every,
        used?.Delivered ?? 0,
        used?.DeliveredAt,
        used?.Failed ?? 0,
        used?.FailedAt,
        used?.Error,
        used?.GivenUp ?? 0,
        waiting.Length,
        waiting.Length == 0 ? null : waiting.Min(message => message.OpenedAt),
        waiting.Max(message => message.DueAt));
}
