using System.Text;

namespace Belfry.Jobs;

/// <summary>Rules for the texts by which people find and understand a job.</summary>
internal static class LabelRules
{
    private const int MaxTags = 50;
    private const int MaxFields = 100;

    public static IEnumerable<JobProblem> Problems(JobDefinition job) =>
    [
        .. JobValidation.Of("description", job.Description is { } text ? Prose(text, 10_000) : null),
        .. JobValidation.Of("owner", job.Owner is { } owner ? Line(owner, 200) : null),
        .. JobValidation.Of("category", job.Category is { } category ? Line(category, 200) : null),
        .. Tags(job.Tags),
        .. Fields(job.Fields),
    ];

    private static IEnumerable<JobProblem> Tags(IReadOnlyList<string> tags) =>
    [
        .. JobValidation.Of("tags", tags.Count > MaxTags ? $"has {tags.Count} tags; at most {MaxTags} are allowed." : null),
        .. tags.SelectMany((tag, i) => JobValidation.Of(
            $"tags[{i}]", tags.Take(i).Contains(tag) ? $"'{JsonReading.Short(tag)}' stands here twice; leave one." : Line(tag, 100))),
    ];

    private static IEnumerable<JobProblem> Fields(IReadOnlyDictionary<string, string> fields) =>
    [
        .. JobValidation.Of("fields", fields.Count > MaxFields ? $"has {fields.Count} entries; at most {MaxFields} are allowed." : null),
        .. fields.SelectMany(field => JobValidation.Of(
            $"fields.{JsonReading.Short(field.Key)}", Line(field.Key, 100) is { } wrong ? $"has a name that {wrong}" : Prose(field.Value, 2_000))),
    ];

    /// <summary>What keeps a text from being one visible line; null when nothing does.</summary>
    public static string? Line(string text, int maxLength) =>
        string.IsNullOrWhiteSpace(text) ? "is empty; write something, or leave it out."
        : text.Any(char.IsControl) ? "has a line break or another control character in it; take it out."
        : text.Trim().Length != text.Length ? "begins or ends with a space; take it out."
        : Prose(text, maxLength);

    private static string? Prose(string text, int maxLength) =>
        text.Length > maxLength ? $"has {text.Length:N0} characters; at most {maxLength:N0} are allowed."
        : text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? "has a control character in it; take it out."
        : !IsUnicode(text) ? "is not valid Unicode text."
        : null;

    private static bool IsUnicode(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
