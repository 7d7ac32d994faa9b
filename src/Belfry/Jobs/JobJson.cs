using System.Text.Json;
using System.Text.Json.Nodes;

namespace Belfry.Jobs;

/// <summary>The one JSON form of a definition: in the store, over REST, and (as YAML) in job files.</summary>
internal static class JobJson
{
    /// <summary>For every document that people send: nothing that two parsers could read in two ways.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Defaults are left out and the order is fixed, so that equal definitions have equal text.</summary>
    public static string Write(JobDefinition definition, DurationForm durations = DurationForm.Short) =>
        JobJsonWriter.Write(definition, durations);

    /// <summary>
    /// Reads what <see cref="Write"/> wrote. Fields of a newer version are passed over, and nothing is validated: what was
    /// once stored stays readable.
    /// </summary>
    /// <exception cref="JsonException">The text is not a definition; the message names the fields.</exception>
    public static JobDefinition Read(string json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var reading = new JsonReading(ignoreUnknown: true);
        var definition = JobJsonReader.Read(document.RootElement, "", reading);
        return definition is not null && reading.Problems.Count == 0
            ? definition
            : throw new JsonException($"Not a job definition. {string.Join(" ", reading.Problems)}");
    }

    /// <summary>Reads and validates a definition that somebody wrote; answers all problems at once.</summary>
    /// <param name="path">What stands before the paths of problems, such as <c>jobs[3]</c>.</param>
    public static JobReading TryRead(JsonElement json, string path = "")
    {
        var reading = new JsonReading();
        var definition = JobJsonReader.Read(json, path, reading);
        if (definition is null)
        {
            return new JobReading(null, reading.Problems);
        }

        // A field that could not be read holds its default now, a list lacks its item: what validation says of that would confuse.
        var invalid = JobValidation.Problems(definition)
            .Select(problem => problem with { Path = JsonReading.Join(path, problem.Path) })
            .Where(problem => !reading.Problems.Any(known => Covers(known.Path, problem.Path) || Covers(problem.Path, known.Path)));
        JobProblem[] problems = [.. reading.Problems, .. invalid];
        return new JobReading(problems.Length == 0 ? definition : null, problems);
    }

    public static JobReading TryRead(JsonNode? json, string path = "") =>
        TryRead(JsonSerializer.SerializeToElement(json), path);

    private static bool Covers(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}

/// <param name="Definition">Null when there are problems.</param>
internal sealed record JobReading(JobDefinition? Definition, IReadOnlyList<JobProblem> Problems);
