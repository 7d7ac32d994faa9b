using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary>
/// <c>GET /runs?job&amp;state&amp;from&amp;to&amp;q&amp;cursor&amp;limit</c>: newest first. The query says the same in one line:
/// <c>q=job:nightly state:failed,dead</c>.
/// </summary>
internal static class ListRuns
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var states = call.Query.Words<RunState>("state");
        string? job = call.Query.Text("job");
        foreach (string term in call.Query.Text("q")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            switch (term.Split(':', 2))
            {
                case ["job", var name]:
                    job = name;
                    break;
                case ["state" or "status", var words]:
                    states = call.Query.Words<RunState>("q", words);
                    break;
                default:
                    call.Query.Wrong("q", $"has '{JsonReading.Short(term)}'; write job:NAME or state:failed,dead.");
                    break;
            }
        }

        var query = new RunQuery(
            job,
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
