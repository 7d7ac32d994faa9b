using System.Text;
using System.Text.Json;

namespace Belfry.Server.Output;

/// <summary>The one way in which verbs show data: a list or a thing, in the form that was asked for.</summary>
internal sealed class Report(Terminal terminal, string format)
{
    public bool IsTable => format == "table";

    /// <summary>A list, as <c>{items, next}</c>, one JSON line an item, or a table.</summary>
    public void List(IReadOnlyList<JsonElement> items, string? next, IReadOnlyList<Column> columns, string empty)
    {
        switch (format)
        {
            case "table" when items.Count == 0:
                terminal.Say(empty);
                break;
            case "table":
                Rows(items, columns);
                break;
            case "jsonl":
                Lines(items);
                break;
            default:
                Thing(Json.Build(json =>
                {
                    json.WriteStartObject();
                    json.WriteItems("items", items);
                    json.WriteString("next", next);
                    json.WriteEndObject();
                }));
                break;
        }
    }

    /// <summary>One thing: as JSON or YAML, or as lines of <c>heading  value</c>.</summary>
    public void Thing(JsonElement thing, IReadOnlyList<Column>? columns = null)
    {
        switch (format)
        {
            case "json":
                terminal.Out.WriteLine(Text(thing, RawText.Indented));
                break;
            case "jsonl":
                Lines([thing]);
                break;
            case "table" when columns is not null:
                int width = columns.Max(column => column.Heading.Length);
                foreach (var column in columns)
                {
                    terminal.Out.WriteLine($"{terminal.Paint(Ink.Muted, column.Heading.PadRight(width))}  {column.Show(terminal, thing)}");
                }

                break;
            default:
                YamlWriter.Write(terminal.Out, thing);
                break;
        }
    }

    public void Lines(IEnumerable<JsonElement> items)
    {
        foreach (var item in items)
        {
            terminal.Out.WriteLine(Text(item, RawText.OneLine));
        }
    }

    private void Rows(IReadOnlyList<JsonElement> items, IReadOnlyList<Column> columns) => Table.Write(
        terminal,
        [.. columns.Select(column => (column.Heading, column.Right))],
        [.. items.Select(item => columns.Select(column => column.Show(terminal, item)).ToArray())]);

    private static string Text(JsonElement value, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            value.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
