using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary><c>GET /limits</c>: those of queues, tags and jobs, and how far each is used.</summary>
internal static class ListLimits
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Text("cursor");
        call.Query.Limit();
        call.Query.Close();
        return ApiJson.Page((await call.Store.Queues.Limits(call.Cancellation)).Select(LimitView.Of));
    }
}

/// <param name="Running">At most so many at once; null is no bound.</param>
/// <param name="RunningNow">Attempts that count against it now.</param>
/// <param name="NextStartAt">When its rate lets the next run start; null when it does so now.</param>
internal sealed record LimitView(
    LimitScope Scope, string Name, int? Running, int? Starts, TimeSpan? Per, int RunningNow, DateTimeOffset? NextStartAt)
{
    public static LimitView Of(LimitUse use) => new(
        use.Limit.Scope,
        use.Limit.Name,
        use.Limit.Policy.Running,
        use.Limit.Policy.Starts,
        use.Limit.Policy.Per,
        use.Running,
        use.NextStartAt);
}
