using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary><c>GET /runs/{id}</c></summary>
internal static class ReadRun
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var run = await call.FindRun();
        var hold = await QueueHold.Of(call.Store, run, call.Cancellation);
        return ApiJson.Ok(RunView.Of(run) with { Note = run.Note ?? (hold is null ? null : $"waits {hold}") });
    }
}
