using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary>
/// <c>DELETE /jobs/{name}?reason</c>: the job goes, its runs and ticks stay readable. Answers 204, or 200 with what it means for
/// the jobs that follow it.
/// </summary>
internal static class DeleteJob
{
    private sealed record Deleted(string Name, IReadOnlyList<FollowerView> Followers);

    public static async Task<IResult> Handle(ApiCall call)
    {
        string? reason = call.Query.Text("reason");
        call.Query.Close();
        var job = await call.FindJob();
        Revisions.Check(call.Http.Request, job);
        long? expected = call.Http.Request.Headers.IfMatch.Count > 0 ? job.Revision : null;
        await call.Control.Delete(job.Name, expected, call.Cancellation);
        call.Record("deleted", job.Name, reason);
        var followers = await FollowerView.Of(call, job.Name, FollowedChange.Delete);
        return followers.Count == 0 ? Results.NoContent() : ApiJson.Ok(new Deleted(job.Name, followers));
    }
}
