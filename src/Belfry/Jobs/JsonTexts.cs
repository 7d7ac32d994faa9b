using System.Text.Json;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>All texts of a JSON value, names among them: escapes can spell what JSON's grammar allows and no code expects in a text.</summary>
internal static class JsonTexts
{
    /// <summary>What is wrong with one of them, in words that go on from the value's path; null when nothing is.</summary>
    public static string? Problem(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Problem(json.GetString),
        JsonValueKind.Array => json.EnumerateArray().Select(Problem).FirstOrDefault(wrong => wrong is not null),
        JsonValueKind.Object => json.EnumerateObject()
            .Select(field => Problem(() => field.Name) ?? Problem(field.Value))
            .FirstOrDefault(wrong => wrong is not null),
        _ => null,
    };

    private static string? Problem(Func<string?> read)
    {
        try
        {
            return StoredText.IsStorable(read()) ? null : "has the character NUL in one of its texts; take it out.";
        }
        catch (InvalidOperationException)
        {
            return "has a text that is not valid Unicode: half of a surrogate pair.";
        }
    }
}
