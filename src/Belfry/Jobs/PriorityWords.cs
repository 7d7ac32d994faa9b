using System.Text.Json;

namespace Belfry.Jobs;

/// <summary>Priorities as words or numbers: <c>high</c> is 10, <c>normal</c> 0, <c>low</c> -10.</summary>
internal static class PriorityWords
{
    private static readonly Dictionary<string, int> Words = new() { ["high"] = 10, ["normal"] = 0, ["low"] = -10 };

    public static int? Read(JsonFields fields, string name, JsonReading reading)
    {
        if (fields.Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return fields.Whole(name);
        }

        if (fields.Text(name) is not { } word)
        {
            return null;
        }

        if (Words.TryGetValue(word, out int priority))
        {
            return priority;
        }

        reading.Wrong(fields.At(name), $"must be high, normal, low or a number, not '{JsonReading.Short(word)}'.{JsonReading.Meant(word, Words.Keys)}");
        return null;
    }

    public static void Write(Utf8JsonWriter json, string name, int priority)
    {
        if (Words.FirstOrDefault(word => word.Value == priority).Key is { } known)
        {
            json.WriteString(name, known);
        }
        else
        {
            json.WriteNumber(name, priority);
        }
    }
}
