using System.Text.Json;

namespace Belfry.Notifications;

/// <summary>An incoming webhook of Slack, or of what understands the same, such as Mattermost.</summary>
public sealed class SlackChannel : IChannel
{
    private readonly HttpPost post;

    /// <param name="url">The webhook's address, which is a secret.</param>
    /// <exception cref="ArgumentException">It is no address.</exception>
    public SlackChannel(Uri url, TimeProvider? time = null)
    {
        post = HttpPost.Problem(url) is { } wrong
            ? throw new ArgumentException($"The address of the webhook {wrong}", nameof(url))
            : new HttpPost(url, time ?? TimeProvider.System);
    }

    public string Kind => "slack";

    public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        string text = MessageText.Body(message)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        return post.SendAsync(JsonSerializer.Serialize(new SlackMessage(text), MessageJson.Default.SlackMessage), [], cancellation);
    }
}

internal sealed record SlackMessage(string Text);
