using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary><c>GET /runs/{id}</c></summary>
internal static class ReadRun
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        return ApiJson.Ok(RunView.Of(await call.FindRun()));
    }
}
