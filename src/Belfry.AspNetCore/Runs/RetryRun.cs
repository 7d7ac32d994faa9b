using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary><c>POST /runs/{id}/retry</c> → 201: a new run that does the work of a finished one again, which stays as it is.</summary>
internal static class RetryRun
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string? reason = await Reason.Read(call.Http.Request);
        var run = await call.FindRun();
        var again = await call.Control.Retry(run.Id, call.By, call.Cancellation);
        call.Record("retried", $"run {run.Id:n} of {run.Job}", reason);
        call.Http.Response.Headers.Location = call.Base + RunAddress.Of(again);
        return ApiJson.Result(new EnqueuedRun(again.ToString("n"), Created: true), StatusCodes.Status201Created);
    }
}
