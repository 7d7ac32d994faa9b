using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary><c>POST /dead/{id}/discard {reason?}</c> → 204: the letter is gone, its run stays in history.</summary>
internal static class DiscardLetter
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string? reason = await Reason.Read(call.Http.Request);
        var letter = await call.FindLetter();
        await call.Store.DeadLetters.Discard([letter.Run], call.Cancellation);
        call.Record("discarded", $"dead letter {letter.Run:n} of {letter.Job}", reason);
        return Results.NoContent();
    }
}
