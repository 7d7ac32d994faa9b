using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Runs;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary><c>POST /dead/{id}/retry {version?, reason?}</c> → 201: the run that does the work again. Repeated, the same run.</summary>
internal static class RetryLetter
{
    private sealed record Request(RecoveredVersion Version, string? Reason);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = await JsonBody.ReadOptional(call.Http.Request, Read);
        var run = await Letter(call);
        var how = new RecoveredAs(request.Version, call.By);
        var result = (await call.Store.DeadLetters.Recover([run], how, call.Cancellation))[0];
        if (result.Run is not { } again)
        {
            return result.Status switch
            {
                RecoveryStatus.NoJob => Problem.Of(409, $"The job of dead letter {run:n} was deleted; create it again first, or discard the letter."),
                RecoveryStatus.Unreadable => Problem.Of(409, $"The definition that run {run:n} was made under cannot be read; retry it with version latest."),
                _ => Problem.Of(404, $"There is no dead letter {run:n}."),
            };
        }

        call.Control.Wake();
        call.Record("retried", $"dead letter {run:n}", request.Reason);
        call.Http.Response.Headers.Location = call.Base + RunAddress.Of(again);
        return ApiJson.Result(new EnqueuedRun(again.ToString("n"), result.Status == RecoveryStatus.Recovered), StatusCodes.Status201Created);
    }

    // A letter that was recovered is gone; a whole id still leads to what it became.
    private static async Task<Guid> Letter(ApiCall call) =>
        Guid.TryParseExact(call.RunId, "n", out var id) ? id : (await call.FindLetter()).Run;

    private static Request Read(JsonFields fields, JsonReading reading) =>
        new(fields.Word<RecoveredVersion>("version") ?? RecoveredVersion.Latest, Reason.Read(fields, reading));
}
