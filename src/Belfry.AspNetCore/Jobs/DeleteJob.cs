using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>DELETE /jobs/{name}?reason</c>: the job goes, its runs and ticks stay readable.</summary>
internal static class DeleteJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        string? reason = call.Query.Text("reason");
        call.Query.Close();
        var job = await call.FindJob();
        Revisions.Check(call.Http.Request, job);
        long? expected = call.Http.Request.Headers.IfMatch.Count > 0 ? job.Revision : null;
        await call.Control.Delete(job.Name, expected, call.Cancellation);
        call.Record("deleted", job.Name, reason);
        return Results.NoContent();
    }
}
