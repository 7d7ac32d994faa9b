using Belfry.AspNetCore.Http;
using Belfry.Locks;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

/// <summary><c>GET /locks/stats?cursor&amp;limit</c>: what became of the attempts at each lock.</summary>
internal static class CountLocks
{
    /// <param name="Contention">Which part of the attempts was refused, 0 to 1.</param>
    /// <param name="HeldMs">Of all leases that have ended, together.</param>
    private sealed record Counts(
        string Name,
        DateTimeOffset Since,
        long Acquired,
        long Refused,
        long Expired,
        long Released,
        long Forced,
        double Contention,
        double HeldMs,
        double? AverageHeldMs,
        ForcedRelease? LastForced);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var (after, limit) = (call.Query.Text("cursor"), call.Query.Limit());
        call.Query.Close();
        var statistics = await call.Service<ILocks>().Statistics(after, limit, call.Cancellation);
        return ApiJson.Page(statistics.Select(View), statistics.Count == limit ? statistics[^1].Name : null);
    }

    private static Counts View(LockStatistics counts) => new(
        counts.Name,
        counts.Since,
        counts.Acquired,
        counts.Refused,
        counts.Expired,
        counts.Released,
        counts.Forced,
        counts.Contention,
        counts.Held.TotalMilliseconds,
        counts.AverageHeld?.TotalMilliseconds,
        counts.LastForced);
}
