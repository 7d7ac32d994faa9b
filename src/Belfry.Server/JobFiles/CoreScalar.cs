using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Belfry.Server.JobFiles;

/// <summary>
/// What an unquoted word means: the core schema of YAML 1.2, cut down to what JSON can say. A numeral with a leading zero
/// stays text, because it is an identifier far more often than a number.
/// </summary>
internal static partial class CoreScalar
{
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    public static JsonNode? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        // As an element, so that the digits stay as they were written: 1.10 is not 1.1 to a program's argument.
        _ when JsonNumber().IsMatch(text) => JsonValue.Create(JsonElement.Parse(text)),
        _ => JsonValue.Create(text),
    };
}
