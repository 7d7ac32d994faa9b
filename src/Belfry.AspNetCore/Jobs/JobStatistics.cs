using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Status;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/stats?from&amp;to</c>: the last 24 hours when nothing is said; drift looks at two weeks.</summary>
internal static class JobStatistics
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var to = call.Query.Instant("to") ?? now;
        var from = call.Query.Instant("from") ?? to - TimeSpan.FromDays(1);
        call.Query.Close();
        var job = await call.FindJob();
        var statistics = await call.Store.Queries.Statistics(job.Name, from, to, call.Cancellation);
        var past = await call.Store.Queries.Statistics(job.Name, now - Drift.Window, now, call.Cancellation);
        return ApiJson.Ok(RunFigures.Of(job.Name, from, to, statistics) with
        {
            Drift = job.Definition.ReadSchedule() is { } schedule ? Drift.Judge(schedule, job.UpdatedAt, past, now) : null,
        });
    }
}
