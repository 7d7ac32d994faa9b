using System.Text.Json;

namespace Belfry.Jobs;

internal static class JsonText
{
    /// <summary>A JSON text as a value that lives on its own; null stays null.</summary>
    public static JsonElement? Element(string? json) => json is null ? null : JsonElement.Parse(json);
}
