using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.CheckIns;

/// <summary>
/// <c>POST /checkins/{job}/start</c>: whether an end of this job can be reported here. What runs elsewhere is recorded when it
/// has ended: nobody here could tell whether it still lives.
/// </summary>
internal static class StartCheckIn
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var job = await External(call);
        return ApiJson.Result(new { job.Name, At = await call.Now() }, StatusCodes.Status200OK);
    }

    /// <exception cref="JobConflictException">A node runs this job.</exception>
    public static async Task<Storage.JobRecord> External(ApiCall call)
    {
        var job = await call.FindJob();
        return job.Definition.Run is JobAction.External
            ? job
            : throw new JobConflictException(
                $"'{job.Name}' is a job of kind {job.Definition.Run.Kind}, which nodes run; check-ins are for jobs of kind external.");
    }
}
