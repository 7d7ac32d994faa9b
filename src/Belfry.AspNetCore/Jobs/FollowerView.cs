using Belfry.AspNetCore.Http;
using Belfry.Jobs;

namespace Belfry.AspNetCore.Jobs;

/// <summary>A job that follows another.</summary>
/// <param name="Effect">What was done to the other one means for it; null when nothing was done.</param>
internal sealed record FollowerView(string Job, string? Effect)
{
    public static async Task<IReadOnlyList<FollowerView>> Of(ApiCall call, string job, FollowedChange? change) =>
    [
        .. (await call.Store.Queries.Dependencies(job, 1, call.Cancellation))
            .Where(edge => edge.Upstream == job)
            .Select(edge => edge.Downstream)
            .Order(StringComparer.Ordinal)
            .Select(name => new FollowerView(name, change is { } done ? FollowerEffects.Of(done, job, name) : null)),
    ];
}
