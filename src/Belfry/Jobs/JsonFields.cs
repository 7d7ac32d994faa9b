using System.Text.Json;

namespace Belfry.Jobs;

/// <summary>
/// Reads the fields of a JSON object one by one, strictly, and gathers everything that is wrong instead of stopping at the
/// first. A field that is missing, null or wrong reads as null; <see cref="Close"/> names the fields that nobody read.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonReading reading;
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly List<string> known = [];

    private JsonFields(JsonElement json, string path, JsonReading reading)
    {
        this.reading = reading;
        Path = path;
        foreach (var field in json.EnumerateObject())
        {
            if (!fields.TryAdd(field.Name, field.Value))
            {
                reading.Wrong(At(field.Name), "stands here twice; leave one.");
            }
        }
    }

    public string Path { get; }

    /// <summary>The fields of an object; null, with a problem, when it is something else.</summary>
    public static JsonFields? Open(JsonElement json, string path, JsonReading reading)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(json, path, reading);
        }

        reading.Wrong(path, $"must be an object with named fields, not {JsonReading.Describe(json)}.");
        return null;
    }

    public IEnumerable<string> Names => fields.Keys;

    public bool Has(string name) => fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whatever the field holds.</summary>
    public JsonElement? Any(string name)
    {
        known.Add(name);
        return Has(name) ? fields[name] : null;
    }

    public string? Text(string name) => Any(name) is { } value ? reading.Text(value, At(name)) : null;

    public int? Whole(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number))
        {
            return number;
        }

        reading.Wrong(At(name), $"must be a whole number, such as 5, not {JsonReading.Describe(value)}.");
        return null;
    }

    /// <summary>A whole number that may be greater than <see cref="Whole"/> takes.</summary>
    public long? Number(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number))
        {
            return number;
        }

        reading.Wrong(At(name), $"must be a whole number, not {JsonReading.Describe(value)}.");
        return null;
    }

    /// <summary>A number that need not be whole.</summary>
    public double? Real(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        reading.Wrong(At(name), $"must be a number, such as 0.5, not {JsonReading.Describe(value)}.");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        reading.Wrong(At(name), $"must be true or false, not {JsonReading.Describe(value)}.");
        return null;
    }

    public TimeSpan? Duration(string name) => Any(name) is { } value ? reading.Duration(value, At(name)) : null;

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        reading.Wrong(At(name), $"is not an instant: '{JsonReading.Short(text)}'; write one with its offset, such as 2026-12-01T09:00:00Z.");
        return null;
    }

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } word)
        {
            return null;
        }

        if (EnumWords<T>.TryParse(word, out var value))
        {
            return value;
        }

        reading.Wrong(At(name), $"must be {JsonReading.OneOf(EnumWords<T>.All)}, not '{JsonReading.Short(word)}'.{JsonReading.Meant(word, EnumWords<T>.All)}");
        return null;
    }

    /// <summary>The items of a list, each with its path.</summary>
    public IReadOnlyList<(JsonElement Json, string Path)>? Items(string name, string example)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((json, i) => (json, $"{At(name)}[{i}]"))];
        }

        reading.Wrong(At(name), $"must be a list, such as {example}, not {JsonReading.Describe(value)}.");
        return null;
    }

    public IReadOnlyList<string>? Texts(string name, string example) => Items(name, example) is { } items
        ? [.. items.Select(item => reading.Text(item.Json, item.Path)).OfType<string>()]
        : null;

    public IReadOnlyDictionary<string, string>? TextMap(string name)
    {
        if (Object(name) is not { } map)
        {
            return null;
        }

        return map.fields.Keys
            .Select(key => (key, Value: map.Text(key)))
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.key, field => field.Value!);
    }

    public JsonFields? Object(string name) => Any(name) is { } value ? Open(value, At(name), reading) : null;

    /// <summary>A field that is understood and refused, with the reason.</summary>
    public void Refuse(string name, string reason)
    {
        if (Any(name) is not null)
        {
            reading.Wrong(At(name), reason);
        }
    }

    public void Close()
    {
        foreach (string name in fields.Keys.Except(known))
        {
            reading.Unknown(At(name), $"is not a field here.{JsonReading.Meant(name, known)}");
        }
    }

    public string At(string name) => JsonReading.Join(Path, name);
}
