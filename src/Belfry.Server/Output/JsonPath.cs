using System.Text.Json;

namespace Belfry.Server.Output;

/// <summary>Reading answers by dotted names: <c>lastRun.state</c>.</summary>
internal static class JsonPath
{
    /// <summary>The value, or null when anything on the way is missing or null.</summary>
    public static JsonElement? At(this JsonElement element, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    public static string? AsText(this JsonElement? element) => element?.ToString();

    public static IEnumerable<JsonElement> Items(this JsonElement element, string path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
