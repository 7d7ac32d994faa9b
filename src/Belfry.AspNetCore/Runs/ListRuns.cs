using Belfry.AspNetCore.Http;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary><c>GET /runs?job&amp;state&amp;from&amp;to&amp;cursor&amp;limit</c>: newest first.</summary>
internal static class ListRuns
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var states = call.Query.Words<RunState>("state");
        var query = new RunQuery(
            call.Query.Text("job"),
            states.Count == 0 ? null : states,
            call.Query.Instant("from"),
            call.Query.Instant("to"),
            call.Query.Text("cursor"),
            call.Query.Limit());
        call.Query.Close();
        var page = await call.Store.Queries.Runs(query, call.Cancellation);
        return ApiJson.Page(page.Items.Select(RunView.Of), page.Next);
    }
}
