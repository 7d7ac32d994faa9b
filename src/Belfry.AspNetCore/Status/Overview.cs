using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary><c>GET /status/overview</c>: where everything stands, in one answer.</summary>
/// <param name="Last24Hours">Finished runs of all jobs.</param>
internal sealed record Overview(
    DateTimeOffset Now,
    string Version,
    string Store,
    Overview.JobCounts Jobs,
    Overview.RunCounts Runs,
    Overview.NodeCounts Nodes,
    RunFigures Last24Hours)
{
    internal sealed record JobCounts(long All, long Enabled, long Disabled, long Paused);

    /// <summary>Live runs.</summary>
    internal sealed record RunCounts(long Scheduled, long Queued, long Running, long Retrying);

    internal sealed record NodeCounts(int All, int Alive, int Slots);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        return ApiJson.Ok(await Read(call));
    }

    public static async Task<Overview> Read(ApiCall call)
    {
        var now = await call.Now();
        var totals = await call.Store.Queries.Totals(call.Cancellation);
        var nodes = await call.Store.Queries.Nodes(call.Cancellation);
        var statistics = await call.Store.Queries.Statistics(null, now.AddDays(-1), now, call.Cancellation);
        return new Overview(
            now,
            ProductVersion.Text,
            call.Store.Description,
            new JobCounts(totals.Jobs, totals.EnabledJobs, totals.Jobs - totals.EnabledJobs, totals.PausedJobs),
            new RunCounts(totals.Scheduled, totals.Queued, totals.Running, totals.Retrying),
            Count(nodes, now),
            RunFigures.Of(null, now.AddDays(-1), now, statistics));
    }

    private static NodeCounts Count(IReadOnlyList<NodeRecord> nodes, DateTimeOffset now)
    {
        NodeRecord[] alive = [.. nodes.Where(node => node.LeaseUntil > now)];
        return new NodeCounts(nodes.Count, alive.Length, alive.Sum(node => node.Slots));
    }
}
