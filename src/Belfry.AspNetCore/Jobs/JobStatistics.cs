using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Status;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/stats?from&amp;to</c>: the last 24 hours when nothing is said.</summary>
internal static class JobStatistics
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var to = call.Query.Instant("to") ?? await call.Now();
        var from = call.Query.Instant("from") ?? to - TimeSpan.FromDays(1);
        call.Query.Close();
        var job = await call.FindJob();
        var statistics = await call.Store.Queries.Statistics(job.Name, from, to, call.Cancellation);
        return ApiJson.Ok(RunFigures.Of(job.Name, from, to, statistics));
    }
}
