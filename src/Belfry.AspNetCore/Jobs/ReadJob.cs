using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}</c></summary>
internal static class ReadJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        return await JobView.Answer(call, await call.FindJob());
    }
}
