using System.Buffers;
using System.Text.Json;

namespace Belfry.Server.Output;

/// <summary>JSON made by hand, for output whose shape is a contract.</summary>
internal static class Json
{
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    public static void WriteItems(this Utf8JsonWriter json, string name, IEnumerable<JsonElement> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
