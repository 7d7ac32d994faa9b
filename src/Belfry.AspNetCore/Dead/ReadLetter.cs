using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary><c>GET /dead/{id}</c>.</summary>
internal static class ReadLetter
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        return ApiJson.Ok(LetterView.Of(await call.FindLetter()));
    }
}
