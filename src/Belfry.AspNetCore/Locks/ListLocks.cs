using Belfry.AspNetCore.Http;
using Belfry.Locks;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

/// <summary><c>GET /locks?stale&amp;cursor&amp;limit</c>: who holds what, by name; <c>stale=true</c> only those whose time is over.</summary>
internal static class ListLocks
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var query = new LockQuery(call.Query.Flag("stale") ?? false, call.Query.Text("cursor"), call.Query.Limit());
        call.Query.Close();
        var leases = await call.Service<ILocks>().List(query, call.Cancellation);
        return ApiJson.Page(leases, leases.Count == query.Limit ? leases[^1].Name : null);
    }
}
