using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Schedules;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/next?count&amp;after</c>: what the schedule says, with notes where an offset change moves a fire.</summary>
internal static class NextFires
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        int count = call.Query.Whole("count", 1, 1_000, 10);
        var after = call.Query.Instant("after");
        call.Query.Close();
        var job = await call.FindJob();
        var schedule = job.Definition.ParseSchedule();
        return ApiJson.Page(FireView.Next(schedule, after ?? await call.Now(), count));
    }
}
