using Belfry.Jobs;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary>Job files beside what the server has.</summary>
internal static class Comparison
{
    public static async Task<IReadOnlyList<JobDifference>> With(Api api, IEnumerable<JobEntry> entries, CancellationToken cancellation)
    {
        var differences = new List<JobDifference>();
        foreach (var entry in entries)
        {
            differences.Add(JobDifference.Of(entry, await Stored(api, entry.Definition.Name, cancellation)));
        }

        return differences;
    }

    private static async Task<JobDefinition?> Stored(Api api, string name, CancellationToken cancellation) =>
        await api.Find(Route.Job(name), cancellation) is { } job ? Definition(job) : null;

    public static JobDefinition Definition(System.Text.Json.JsonElement job) => JobJson.Read(job.GetProperty("definition").GetRawText());
}
