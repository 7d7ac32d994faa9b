using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Operations;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary><c>POST /dead/discard {ids | q, reason?}</c> → 202: an operation that takes the letters away.</summary>
internal static class DiscardLetters
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var now = await call.Now();
        var (selection, reason) = await JsonBody.Read(
            call.Http.Request, (fields, reading) => (LettersBody.Read(fields, reading, now), Reason.Read(fields, reading)));
        return await OperationView.Start(call, new DiscardPlan(selection), "dead/discard", "discards dead letters by", reason);
    }
}
