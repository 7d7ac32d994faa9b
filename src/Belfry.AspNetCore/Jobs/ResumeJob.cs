using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>POST /jobs/{name}/resume</c>: ends a pause; what it held back is settled as chosen when it began.</summary>
internal static class ResumeJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string? reason = await Reason.Read(call.Http.Request);
        var job = await call.Control.Resume(call.JobName, call.Cancellation);
        call.Record("resumed", job.Name, reason);
        return await JobView.Answer(call, job);
    }
}
