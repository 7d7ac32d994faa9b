using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>POST /jobs/{name}/enable</c>, <c>/disable</c>, and <c>/toggle {enabled}</c>. Repeating one does no harm.</summary>
internal static class SwitchJob
{
    public static async Task<IResult> Handle(ApiCall call, bool enabled)
    {
        call.Query.Close();
        return await Switch(call, enabled, await Reason.Read(call.Http.Request));
    }

    public static async Task<IResult> Toggle(ApiCall call)
    {
        call.Query.Close();
        var (enabled, reason) = await JsonBody.Read(call.Http.Request, (fields, reading) =>
        {
            if (!fields.Has("enabled"))
            {
                reading.Wrong("enabled", "is missing; say true or false, so that a repeated request does the same.");
            }

            return (fields.Flag("enabled") ?? false, Reason.Read(fields, reading));
        });
        return await Switch(call, enabled, reason);
    }

    private static async Task<IResult> Switch(ApiCall call, bool enabled, string? reason)
    {
        var job = await call.Control.Edit(
            call.JobName,
            job =>
            {
                Revisions.Check(call.Http.Request, job);
                return job.Definition with { Enabled = enabled };
            },
            expectedRevision: null,
            call.Cancellation);
        call.Record(enabled ? "enabled" : "disabled", job.Name, reason);
        return await JobView.Answer(call, job, change: enabled ? null : FollowedChange.Disable);
    }
}
