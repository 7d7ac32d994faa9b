using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>POST /jobs</c>: a new job; 409 when there is one of that name.</summary>
internal static class CreateJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var definition = await DefinitionBody.Read(call.Http.Request);
        var job = await call.Control.Create(definition, call.Cancellation);
        call.Record("created", job.Name);
        call.Http.Response.Headers.Location = call.Base + JobAddress.Of(job.Name);
        return await JobView.Answer(call, job, StatusCodes.Status201Created);
    }
}
