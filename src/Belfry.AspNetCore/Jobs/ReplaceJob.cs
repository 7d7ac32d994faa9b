using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>PUT /jobs/{name}</c>: the whole definition. Creates the job when there is none; else it wants If-Match.</summary>
internal static class ReplaceJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = call.Http.Request;
        var definition = DefinitionBody.For(call.JobName, await JsonBody.Read(request));
        if (await call.Store.Jobs.Get(definition.Name, call.Cancellation) is null && request.Headers.IfMatch.Count == 0)
        {
            var created = await call.Control.Create(definition, call.Cancellation);
            call.Record("created", created.Name);
            call.Http.Response.Headers.Location = call.Base + JobAddress.Of(created.Name);
            return await JobView.Answer(call, created, StatusCodes.Status201Created);
        }

        Revisions.RequireMatch(request);
        var edited = await call.Control.Edit(
            definition.Name,
            job =>
            {
                Revisions.Check(request, job);
                return definition;
            },
            expectedRevision: null,
            call.Cancellation);
        call.Record("edited", edited.Name);
        return await JobView.Answer(call, edited);
    }
}
