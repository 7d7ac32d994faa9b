using Belfry.AspNetCore.Http;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary><c>GET /runs/{id}/attempts</c>: the attempts that have ended, oldest first.</summary>
internal static class ListAttempts
{
    private sealed record AttemptView(
        int Attempt,
        string Outcome,
        string? Node,
        long Token,
        DateTimeOffset? StartedAt,
        DateTimeOffset FinishedAt,
        double? DurationMs,
        RunError? Error,
        int? ExitCode,
        long? PeakMemoryBytes,
        double? CpuMs);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var run = await call.FindRun();
        var attempts = await call.Store.Queries.Attempts(run.Id, call.Cancellation);
        return ApiJson.Page(attempts.Select(View));
    }

    private static AttemptView View(AttemptRecord attempt) => new(
        attempt.Attempt,
        attempt.Outcome,
        attempt.Node,
        attempt.Token,
        attempt.StartedAt,
        attempt.FinishedAt,
        (attempt.FinishedAt - attempt.StartedAt)?.TotalMilliseconds,
        attempt.Error,
        attempt.ExitCode,
        attempt.PeakMemoryBytes,
        attempt.CpuTime?.TotalMilliseconds);
}
