using System.Globalization;
using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.Server.Output;

/// <summary>A column of a table over JSON items: its heading, and how an item is shown in it.</summary>
internal sealed record Column(string Heading, Func<Terminal, JsonElement, string> Show, bool Right = false)
{
    public static Column Text(string heading, string path) => new(heading, (_, item) => Plain(item.At(path)));

    public static Column State(string heading, string path) => new(heading, (terminal, item) => Mark.Words(terminal, item.At(path).AsText()));

    public static Column When(string heading, string path) => new(heading, (terminal, item) =>
        InstantText.TryParse(item.At(path).AsText(), out var instant) ? Times.For(terminal, instant) : "-");

    public static Column Duration(string heading, string path) => new(
        heading, (_, item) => item.At(path) is { ValueKind: JsonValueKind.Number } number ? Times.Duration(number.GetDouble()) : "-", Right: true);

    public static Column Number(string heading, string path) => new(heading, (_, item) => Plain(item.At(path)), Right: true);

    public static Column Percent(string heading, string path) => new(
        heading,
        (_, item) => item.At(path) is { ValueKind: JsonValueKind.Number } number
            ? string.Create(CultureInfo.InvariantCulture, $"{number.GetDouble() * 100:0.0}%")
            : "-",
        Right: true);

    private static string Plain(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "-",
        { ValueKind: JsonValueKind.Array } array => array.GetArrayLength() == 0 ? "-" : string.Join(", ", array.EnumerateArray().Select(item => Plain(item))),
        { ValueKind: JsonValueKind.True } => "yes",
        { ValueKind: JsonValueKind.False } => "no",
        { ValueKind: JsonValueKind.Object } other => other.GetRawText(),
        { } scalar => scalar.ToString() is { Length: > 0 } text ? text : "-",
    };
}
