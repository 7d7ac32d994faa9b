using System.Text.Json;

namespace Belfry.Jobs;

/// <summary>What was found wrong while reading one document, and the reading of values that are not fields.</summary>
/// <param name="ignoreUnknown">For documents that a newer version of this program may have written.</param>
internal sealed class JsonReading(bool ignoreUnknown = false)
{
    private readonly List<JobProblem> problems = [];

    public IReadOnlyList<JobProblem> Problems => problems;

    public void Wrong(string path, string message) => problems.Add(new JobProblem(path, message));

    public void Unknown(string path, string message)
    {
        if (!ignoreUnknown)
        {
            Wrong(path, message);
        }
    }

    public string? Text(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            Wrong(path, $"must be text, not {Describe(json)}; put it in quotes.");
            return null;
        }

        try
        {
            string text = json.GetString()!;
            if (!text.Contains('\0'))
            {
                return text;
            }

            Wrong(path, "has the character NUL in it, which no store keeps; take it out.");
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: legal to the JSON grammar, but not a text that can be stored.
            Wrong(path, "is not valid Unicode text.");
            return null;
        }
    }

    public TimeSpan? Duration(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.String && Text(json, path) is { } text)
        {
            if (DurationText.TryParse(text, out var duration))
            {
                return duration;
            }

            Wrong(path, $"is not a duration: '{Short(text)}'; write one such as 30m, 1h30m, 15s or PT5M.");
            return null;
        }

        Wrong(path, $"must be a duration with its unit, such as 30m, 1h30m, 15s or PT5M, not {Describe(json)}.");
        return null;
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string Meant(string word, IEnumerable<string> candidates) =>
        Spelling.Nearest(word, candidates) is { } nearest ? $" Did you mean {nearest}?" : "";

    public static string OneOf(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    /// <summary>A value for a message: one line, not longer than it helps.</summary>
    public static string Short(string text)
    {
        string line = string.Concat(text.Take(60).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > 60 ? line + "…" : line;
    }

    public static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => $"the number {Short(json.GetRawText())}",
        JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        _ => "null",
    };
}
