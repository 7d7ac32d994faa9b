using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs?q&amp;tag&amp;enabled&amp;paused&amp;cursor&amp;limit</c>: jobs by name.</summary>
internal static class ListJobs
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var query = new JobQuery(
            call.Query.Text("q"),
            call.Query.Text("tag"),
            call.Query.Flag("enabled"),
            call.Query.Flag("paused"),
            call.Query.Text("cursor"),
            call.Query.Limit());
        call.Query.Close();
        var page = await call.Store.Queries.Jobs(query, call.Cancellation);
        var lastRuns = await call.Store.Queries.LastRuns([.. page.Items.Select(job => job.Name)], call.Cancellation);
        return ApiJson.Page(page.Items.Select(job => JobView.Of(job, lastRuns.GetValueOrDefault(job.Name))), page.Next);
    }
}
