using System.Text.Json;

namespace Belfry.Sqlite;

/// <summary>The queues a node serves, as a JSON array; null is all.</summary>
internal static class QueueList
{
    public static string? Write(IReadOnlyCollection<string>? queues) => queues is null
        ? null
        : $"[{string.Join(',', queues.Select(queue => $"\"{JsonEncodedText.Encode(queue)}\""))}]";

    public static IReadOnlyList<string>? Read(string? json) =>
        json is null ? null : [.. JsonElement.Parse(json).EnumerateArray().Select(queue => queue.GetString()!)];
}
