namespace Belfry.Notifications;

/// <summary>A way to tell people. Implement it for one that Belfry does not bring.</summary>
public interface IChannel
{
    /// <summary>One word for people: <c>slack</c>, <c>email</c>, <c>webhook</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Delivers a message, or says why not. Called again with the same message when the answer was lost: where the other side can
    /// know a message again, give it <see cref="ChannelMessage.Id"/>.
    /// </summary>
    /// <param name="cancellation">Fires when the delivery takes too long, or the process stops.</param>
    Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation);
}

/// <param name="Id">The same for each delivery of this message.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="At">When the first of it happened.</param>
public sealed record ChannelMessage(Guid Id, string Channel, DateTimeOffset At, Digest Digest);

/// <param name="Error">Why it was not delivered, in one line without secrets; null when it was.</param>
/// <param name="RetryAfter">How long the other side asks to be left alone; null when it does not say.</param>
public sealed record SendResult(string? Error, TimeSpan? RetryAfter = null)
{
    public static SendResult Delivered { get; } = new(Error: null);
}
