using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>PATCH /jobs/{name}</c>: the fields to change, null for the default (RFC 7396).</summary>
internal static class PatchJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = call.Http.Request;
        var body = await JsonBody.Read(request);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefused(400, "The body must be an object with the fields to change.");
        }

        var patch = JsonObject.Create(body);
        var job = await call.Control.Edit(
            call.JobName,
            job =>
            {
                Revisions.Check(request, job);
                var patched = MergePatch.Apply(JsonNode.Parse(JobJson.Write(job.Definition)), Defaults(patch!, job.Definition));
                return DefinitionBody.For(job.Name, JsonSerializer.SerializeToElement(patched));
            },
            expectedRevision: null,
            call.Cancellation);
        call.Record("edited", job.Name);
        return await JobView.Answer(call, job);
    }

    // What to run has one of three forms: a patch with another form replaces the old one instead of standing beside it.
    private static JsonObject Defaults(JsonObject patch, JobDefinition job)
    {
        bool otherKind = patch["run"] is JsonObject run && !run.ContainsKey(job.Run.Kind)
            && (run.ContainsKey("command") || run.ContainsKey("handler") || run.ContainsKey("external"));
        if (!otherKind)
        {
            return patch;
        }

        var result = (JsonObject)patch.DeepClone();
        foreach (string field in (string[])["command", "env", "workdir", "success", "stdin", "handler", "external"])
        {
            ((JsonObject)result["run"]!).TryAdd(field, null);
        }

        return result;
    }
}
