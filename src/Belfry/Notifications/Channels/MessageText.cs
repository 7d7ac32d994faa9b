using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Belfry.Policies;

namespace Belfry.Notifications;

/// <summary>Messages as plain text.</summary>
internal static class MessageText
{
    public static string Body(ChannelMessage message)
    {
        var digest = message.Digest;
        var text = new StringBuilder(digest.Title);
        if (digest.Lines.Count > 1 || digest.Lines is [{ Count: > 1 }])
        {
            text.AppendLine();
            foreach (var line in digest.Lines)
            {
                text.AppendLine().Append("• ").Append(line.Sentence);
                if (line.Count > 1)
                {
                    text.Append(CultureInfo.InvariantCulture, $" (the last of {line.Count:N0} since {Durations.Instant(line.FirstAt)})");
                }
            }
        }

        if (digest.More > 0)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"… and {digest.More:N0} more");
        }

        if (digest.Lines is [{ Run: { } run }])
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"belfry run get {run:n}");
        }

        return text.ToString();
    }

    /// <summary>One line, not longer than it may be.</summary>
    public static string Line(string text, int most)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1), "…");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class MessageJson : JsonSerializerContext;
