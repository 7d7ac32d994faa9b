using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.Notifications;

/// <summary>
/// Posts messages as JSON, signed as <see href="https://www.standardwebhooks.com">Standard Webhooks</see> says: the headers
/// <c>webhook-id</c> (the same for each delivery of a message), <c>webhook-timestamp</c> (seconds since 1970) and
/// <c>webhook-signature</c>: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
public sealed class WebhookChannel : IChannel
{
    private const string EncodedSecret = "whsec_";

    private readonly HttpPost post;
    private readonly byte[] key;
    private readonly TimeProvider time;

    /// <param name="url">Where to.</param>
    /// <param name="secret"><c>whsec_</c> and base64, or any text of at least 16 characters; the receiver has the same.</param>
    /// <exception cref="ArgumentException">The address is none, or the secret is too short.</exception>
    public WebhookChannel(Uri url, string secret, TimeProvider? time = null)
    {
        if (HttpPost.Problem(url) is { } wrong)
        {
            throw new ArgumentException($"The address of the webhook {wrong}", nameof(url));
        }

        key = Key(secret) ?? throw new ArgumentException(
            "The secret of the webhook is too short or not base64: write at least 16 characters, or whsec_ and the base64 of at least 16 bytes.", nameof(secret));
        this.time = time ?? TimeProvider.System;
        post = new HttpPost(url, this.time);
    }

    public string Kind => "webhook";

    public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        string body = JsonSerializer.Serialize(WebhookBody.Of(message), MessageJson.Default.WebhookBody);
        string id = message.Id.ToString("n");
        string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return post.SendAsync(
            body,
            [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{Signature(id, timestamp, body)}")],
            cancellation);
    }

    private string Signature(string id, string timestamp, string body) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    private static byte[]? Key(string secret)
    {
        byte[] key;
        if (secret.StartsWith(EncodedSecret, StringComparison.Ordinal))
        {
            key = new byte[secret.Length];
            key = Convert.TryFromBase64String(secret[EncodedSecret.Length..], key, out int length) ? key[..length] : [];
        }
        else
        {
            key = Encoding.UTF8.GetBytes(secret);
        }

        return key.Length >= 16 ? key : null;
    }
}

/// <param name="Id">The same for each delivery of the message.</param>
/// <param name="At">When the first of it happened.</param>
/// <param name="Counts">Notices by kind.</param>
/// <param name="More">Notices that <paramref name="Items"/> leaves out.</param>
internal sealed record WebhookBody(
    string Id,
    string Channel,
    DateTimeOffset At,
    string Title,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<WebhookItem> Items,
    long More)
{
    public static WebhookBody Of(ChannelMessage message) => new(
        message.Id.ToString("n"),
        message.Channel,
        message.At,
        message.Digest.Title,
        message.Digest.Counts.ToDictionary(count => EnumWords<NoticeKind>.Of(count.Key), count => count.Value),
        [.. message.Digest.Lines.Select(line => new WebhookItem(
            line.Job, EnumWords<NoticeKind>.Of(line.Kind), line.Count, line.FirstAt, line.LastAt, line.Sentence, line.Run?.ToString("n"), line.Fingerprint))],
        message.Digest.More);
}

/// <param name="Sentence">Of the newest of them, and so is <paramref name="Run"/>.</param>
internal sealed record WebhookItem(
    string Job, string Kind, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Sentence, string? Run, string? Fingerprint);
