using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary><c>GET /nodes</c></summary>
internal static class ListNodes
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Text("cursor");
        call.Query.Limit();
        call.Query.Close();
        return ApiJson.Page((await call.Store.Queries.Nodes(call.Cancellation)).Select(NodeView.Of));
    }
}
