using System.Text.Json;
using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Dead;

/// <summary>Which letters a request is about: <c>ids</c>, or a query in one line. Nothing means nothing, so all must be said.</summary>
internal static class LettersBody
{
    public static LetterSelection Read(JsonFields fields, JsonReading reading, DateTimeOffset now)
    {
        var ids = fields.Texts("ids", "[0190b6a000007000800000000000001a]");
        string? q = fields.Text("q");
        if (ids is null == q is null)
        {
            reading.Wrong(
                fields.At(ids is null ? "q" : "ids"),
                $"must say which letters, and be the only one of the two: ids, or q such as \"job:NAME fingerprint:e7a1 since:24h\", or \"{LetterQuery.All}\".");
        }

        return ids is not null
            ? new LetterSelection([.. ids.Select((id, i) => Id(id, $"{fields.At("ids")}[{i}]", reading))])
            : LetterQuery.Read(q ?? "", now, message => reading.Wrong(fields.At("q"), message));
    }

    private static Guid Id(string text, string path, JsonReading reading)
    {
        if (!Guid.TryParse(text, out var id))
        {
            reading.Wrong(path, "is no id of a run: 32 hex digits, all of them.");
        }

        return id;
    }
}
