using System.Text.Json.Nodes;
using Belfry.Jobs;

namespace Belfry.Server.JobFiles;

/// <summary>One file: an object with a list of <c>jobs</c>.</summary>
internal static class JobFile
{
    /// <param name="file">For places in messages.</param>
    /// <param name="problems">What is wrong is added here, with its place.</param>
    public static IEnumerable<JobEntry> Parse(string file, string text, List<string> problems)
    {
        var document = YamlDocument.Parse(text, file);
        if (document.Root is not JsonObject root || root["jobs"] is not JsonArray jobs)
        {
            problems.Add($"{file}:1: a job file is an object with a list of jobs; begin it with jobs: and a line for each, - name: …");
            return [];
        }

        foreach (string unknown in root.Select(member => member.Key).Where(key => key != "jobs"))
        {
            problems.Add($"{Place(unknown)}: there is no '{unknown}' in a job file; it has jobs.");
        }

        return [.. jobs.SelectMany((job, index) => Entry(job, $"jobs[{index}]"))];

        IEnumerable<JobEntry> Entry(JsonNode? job, string path)
        {
            var reading = JobJson.TryRead(job, path);
            problems.AddRange(reading.Problems.Select(problem => $"{Place(problem.Path)}: {problem}"));
            return reading.Definition is { } definition
                ? [new JobEntry(definition, Place(path), job is JsonObject fields && fields.ContainsKey("enabled"))]
                : [];
        }

        string Place(string path) => $"{file}:{document.LineOf(path)}";
    }
}
