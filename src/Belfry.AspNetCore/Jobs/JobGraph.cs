using Belfry.AspNetCore.Http;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/graph?depth</c>: which jobs follow which, from this one up and down.</summary>
internal static class JobGraph
{
    private const int MostSteps = 20;

    /// <param name="Exists">False of a job that was deleted and is followed all the same.</param>
    /// <param name="Due">The tick of its last run.</param>
    private sealed record Node(string Name, bool Exists, bool Enabled, bool Paused, RunState? State, DateTimeOffset? Due);

    /// <summary>An arrow from a job to one that follows it.</summary>
    private sealed record Edge(string From, string To);

    private sealed record Graph(string Job, int Depth, IReadOnlyList<Node> Nodes, IReadOnlyList<Edge> Edges);

    public static async Task<IResult> Handle(ApiCall call)
    {
        int depth = call.Query.Whole("depth", 1, MostSteps, 2);
        call.Query.Close();
        var job = await call.FindJob();
        var edges = await call.Store.Queries.Dependencies(job.Name, depth, call.Cancellation);
        string[] names = [.. edges.SelectMany(edge => new[] { edge.Upstream, edge.Downstream }).Append(job.Name).Distinct().Order(StringComparer.Ordinal)];
        var lastRuns = await call.Store.Queries.LastRuns(names, call.Cancellation);
        var nodes = new List<Node>(names.Length);
        foreach (string name in names)
        {
            nodes.Add(View(name, await call.Store.Jobs.Get(name, call.Cancellation), lastRuns.GetValueOrDefault(name)));
        }

        return ApiJson.Ok(new Graph(job.Name, depth, nodes, [.. edges.Select(edge => new Edge(edge.Upstream, edge.Downstream))]));
    }

    private static Node View(string name, JobRecord? job, RunRecord? lastRun) =>
        new(name, job is not null, job?.Definition.Enabled ?? false, job?.Pause is not null, lastRun?.State, lastRun?.Due);
}
