using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Runs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary><c>GET /jobs/{name}/ticks?from&amp;to&amp;limit&amp;cursor</c>: the outcome of every due instant, oldest first.</summary>
internal static class ListTicks
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(1);

    /// <param name="Through">The last tick of a span that is recorded as one.</param>
    /// <param name="Count">How many ticks of the schedule this entry stands for.</param>
    private sealed record TickView(
        DateTimeOffset Due,
        string Outcome,
        SkipReason? Reason,
        string? RunId,
        RunState? State,
        string? Detail,
        DateTimeOffset? Through,
        long Count);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var to = call.Query.Instant("to") ?? now;
        var from = call.Query.Instant("from") ?? to - DefaultSpan;
        var cursor = call.Query.Instant("cursor");
        int limit = call.Query.Limit();
        if (to < from)
        {
            call.Query.Wrong("to", "is before from; exchange the two.");
        }

        call.Query.Close();
        var ticks = await call.Ledger.Ticks(call.JobName, cursor?.AddTicks(1) ?? from, to, limit, call.Cancellation);
        string? next = ticks.Count == limit ? InstantText.Write(ticks[^1].Through ?? ticks[^1].Due) : null;
        return ApiJson.Page(ticks.Select(View), next);
    }

    private static TickView View(LedgerTick tick) =>
        new(tick.Due, tick.Outcome, tick.Reason, tick.RunId?.ToString("n"), tick.State, tick.Detail, tick.Through, tick.Count);
}
