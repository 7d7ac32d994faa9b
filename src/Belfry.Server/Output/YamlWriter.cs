using System.Text.Json;
using System.Text.RegularExpressions;

namespace Belfry.Server.Output;

/// <summary>JSON as block YAML that reads back as the same JSON.</summary>
internal static partial class YamlWriter
{
    // Words that need no quotes: they cannot be taken for anything but text, by a reader of YAML 1.1 or 1.2.
    [GeneratedRegex(@"^[A-Za-z/][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+*-]+)*\z")]
    private static partial Regex PlainWords();

    [GeneratedRegex(@"^(?i:null|true|false|yes|no|on|off|y|n)\z")]
    private static partial Regex Ambiguous();

    public static void Write(TextWriter output, JsonElement value) => Block(output, value, "", inline: false);

    private static void Block(TextWriter output, JsonElement value, string indent, bool inline)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                Mapping(output, value, indent, inline);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                Sequence(output, value, indent);
                break;
            default:
                output.WriteLine(Scalar(value));
                break;
        }
    }

    private static void Mapping(TextWriter output, JsonElement value, string indent, bool inline)
    {
        foreach (var member in value.EnumerateObject())
        {
            output.Write($"{(inline ? "" : indent)}{Quoted(member.Name)}:");
            Member(output, member.Value, indent);
            inline = false;
        }
    }

    private static void Member(TextWriter output, JsonElement value, string indent)
    {
        if (IsBlock(value))
        {
            output.WriteLine();
            Block(output, value, indent + "  ", inline: false);
        }
        else if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\n') && IsLiteral(value.GetString()!))
        {
            Literal(output, value.GetString()!, indent + "  ");
        }
        else
        {
            output.WriteLine(" " + Scalar(value));
        }
    }

    private static void Sequence(TextWriter output, JsonElement value, string indent)
    {
        foreach (var item in value.EnumerateArray())
        {
            output.Write(indent + "- ");
            if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() > 0)
            {
                output.WriteLine(item.GetRawText());
            }
            else
            {
                Block(output, item, indent + "  ", inline: true);
            }
        }
    }

    private static void Literal(TextWriter output, string text, string indent)
    {
        output.WriteLine(text.EndsWith('\n') ? " |" : " |-");
        foreach (string line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? "" : indent + line);
        }
    }

    private static bool IsBlock(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0);

    // What a literal block keeps exactly; everything else is quoted.
    private static bool IsLiteral(string text) =>
        !text.StartsWith(' ') && !text.StartsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text != "\n" && text.All(c => c == '\n' || (c >= ' ' && c is not ('\x7f' or '\x85' or '\u2028' or '\u2029' or '\ufeff') && !char.IsSurrogate(c)))
        && !text.Split('\n').Any(line => line.Length > 0 && line.Trim().Length == 0);

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Quoted(string text) =>
        PlainWords().IsMatch(text) && !Ambiguous().IsMatch(text) ? text : JsonSerializer.Serialize(text, RawText.Options);
}
