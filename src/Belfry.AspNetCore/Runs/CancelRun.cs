using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary>
/// <c>POST /runs/{id}/cancel {reason?}</c>: 200 when it is cancelled, 202 when its node has been asked, 409 when it had ended.
/// </summary>
internal static class CancelRun
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string reason = await Reason.Read(call.Http.Request) ?? $"cancelled by {call.By}";
        var run = await call.FindRun();
        call.Record("cancelled", $"run {run.Id:n} of {run.Job}", reason);
        return await call.Control.Cancel(run.Id, reason, call.Cancellation) switch
        {
            CancelStatus.Cancelled => await Answer(call, StatusCodes.Status200OK),
            CancelStatus.Requested => await Answer(call, StatusCodes.Status202Accepted),
            CancelStatus.Final => Problem.Of(409, $"The run had ended before; it is {EnumWords<Belfry.Runs.RunState>.Of((await call.FindRun()).State)}."),
            _ => Problem.Of(404, $"There is no run {run.Id:n}."),
        };
    }

    private static async Task<IResult> Answer(ApiCall call, int status) =>
        ApiJson.Result(RunView.Of(await call.FindRun()), status);
}
