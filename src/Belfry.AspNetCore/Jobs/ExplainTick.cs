using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/why?at</c>: why the job did, or did not, run at an instant; at its newest tick when none is named.</summary>
internal static class ExplainTick
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var at = call.Query.Instant("at");
        call.Query.Close();
        var answer = await call.Service<Why>().Explain(call.JobName, at, call.Cancellation);
        return ApiJson.Ok(answer with { Links = [.. answer.Links.Select(link => call.Base + link)] });
    }
}
