using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>POST /jobs/{name}/pause {reason?, until?, ticks?: skip|last|all}</c></summary>
internal static class PauseJob
{
    private sealed record Request(string Reason, DateTimeOffset? Until, PausedTicks Ticks);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = await JsonBody.ReadOptional(call.Http.Request, Read);
        if (request.Until is { } until && until <= await call.Now())
        {
            throw new JobInvalidException([new JobProblem("until", "is past; name an instant that is still to come, or leave it out.")]);
        }

        var job = await call.Control.Pause(
            call.JobName, request.Reason, call.By, request.Until, request.Ticks, call.Cancellation);
        call.Record("paused", job.Name, request.Reason);
        return await JobView.Answer(call, job, change: FollowedChange.Pause);
    }

    private static Request Read(JsonFields fields, JsonReading reading)
    {
        string reason = Reason.Read(fields, reading) ?? "no reason given";
        return new Request(reason, fields.Instant("until"), fields.Word<PausedTicks>("ticks") ?? PausedTicks.Skip);
    }
}
