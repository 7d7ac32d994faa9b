using System.Text.Json;
using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Runs;

/// <summary>Tells a request that came twice from another request under the same Idempotency-Key.</summary>
internal static class RepeatedRequest
{
    public static async Task Check(ApiCall call, string job, RunRequest request, EnqueueResult result)
    {
        if (result.Inserted || request.Id != result.Id)
        {
            return;
        }

        var first = await call.Store.Queries.Run(result.Id.ToString("n"), call.Cancellation);
        if (first is not null && !IsSame(first, job, request))
        {
            throw new RequestRefused(422, "This Idempotency-Key came with another request before; use a new one for each.");
        }
    }

    private static bool IsSame(RunRecord first, string job, RunRequest request) =>
        first.Job == job
        && first.DryRun == request.DryRun
        && first.UniqueKey == request.UniqueKey
        && (request.Due is null || first.Due == request.Due)
        && (request.At is null || first.AvailableAt == request.At)
        && SameJson(first.Args, request.Args);

    // A run without arguments of its own may have been given those of its job.
    private static bool SameJson(string? stored, JsonElement? sent) =>
        sent is null || (stored is not null && JsonElement.DeepEquals(JsonElement.Parse(stored), sent.Value));
}
