using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Runs;
using Belfry.Jobs;
using Belfry.Runs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>POST /jobs/{name}/runs {args?, due?, at?, dryRun?, uniqueKey?, reason?}</c>: a run outside the schedule.</summary>
internal static class RunJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var wish = await JsonBody.ReadOptional(call.Http.Request, RunBody.Read);
        var request = wish with
        {
            Id = IdempotencyKey.RunId(call.Http.Request, call.JobName),
            Trigger = RunTrigger.Manual,
            By = wish.By is { } reason ? $"{call.By}: {reason}" : call.By,
        };
        var result = await call.Control.RunNow(call.JobName, request, call.Cancellation);
        await RepeatedRequest.Check(call, call.JobName, request, result);
        call.Http.Response.Headers.Location = call.Base + RunAddress.Of(result.Id);
        return ApiJson.Result(new EnqueuedRun(result.Id.ToString("n"), result.Inserted), StatusCodes.Status201Created);
    }
}
