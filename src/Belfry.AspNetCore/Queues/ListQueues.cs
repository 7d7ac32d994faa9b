using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary><c>GET /queues</c></summary>
internal static class ListQueues
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Text("cursor");
        call.Query.Limit();
        call.Query.Close();
        return ApiJson.Page((await call.Store.Queues.List(call.Cancellation)).Select(QueueView.Of));
    }
}
