using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

/// <summary><c>GET /breakers</c></summary>
internal static class ListBreakers
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Text("cursor");
        call.Query.Limit();
        call.Query.Close();
        return ApiJson.Page((await call.Store.Breakers.List(call.Cancellation)).Select(BreakerView.Of));
    }
}
