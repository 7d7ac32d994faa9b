using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Operations;

/// <summary>An operation as the API answers it.</summary>
/// <param name="What">In one line, what it is about.</param>
/// <param name="Total">Letters or ticks; not exact when it is the greatest number that is counted to.</param>
/// <param name="Taken">Of those, how many were dealt with.</param>
/// <param name="Passed">Of those, how many were left as they were.</param>
/// <param name="Live">Runs made that have not ended.</param>
internal sealed record OperationView(
    string Id,
    OperationKind Kind,
    OperationState State,
    string What,
    long Total,
    bool TotalIsExact,
    long Taken,
    long Passed,
    long Made,
    long Live,
    long Succeeded,
    long Failed,
    string By,
    string? Reason,
    string? Note,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    OperationView.PlanView Plan)
{
    public const string Address = "/api/v1/operations/";

    /// <summary>What was asked for; what does not concern its kind is null.</summary>
    internal sealed record PlanView(
        string? Job,
        int? Ids,
        string? Fingerprint,
        DateTimeOffset? Since,
        RecoveredVersion? Version,
        string? Rate,
        int? Canary,
        int? StopOn,
        DateTimeOffset? From,
        DateTimeOffset? To,
        int? Parallel,
        ExistingRuns? Existing);

    public static OperationView Of(OperationRecord operation) => new(
        operation.Id.ToString("n"),
        operation.Plan.Kind,
        operation.State,
        OperationWords.Of(operation.Plan),
        operation.Total,
        operation.Total < OperationRecord.MostCounted,
        operation.Taken,
        operation.Passed,
        operation.Made,
        operation.Live,
        operation.Succeeded,
        operation.Failed,
        operation.By,
        operation.Reason,
        operation.Note,
        operation.CreatedAt,
        operation.UpdatedAt,
        Of(operation.Plan));

    /// <summary>Starts an operation and answers 202 with where it can be watched.</summary>
    /// <param name="route">Tells apart requests under one Idempotency-Key.</param>
    public static async Task<IResult> Start(ApiCall call, OperationPlan plan, string route, string verb, string? reason)
    {
        var control = call.Service<OperationControl>();
        var started = await control.Start(plan, call.By, reason, IdempotencyKey.RunId(call.Http.Request, route), call.Cancellation);
        call.Record(verb, $"operation {started.Id:n}: {OperationWords.Of(plan)}", reason);
        call.Http.Response.Headers.Location = $"{call.Base}{Address}{started.Id:n}";
        return ApiJson.Result(Of(started), StatusCodes.Status202Accepted);
    }

    private static PlanView Of(OperationPlan plan)
    {
        var letters = plan.Letters;
        var (recover, backfill) = (plan as RecoverPlan, plan as BackfillPlan);
        return new PlanView(
            letters?.Job ?? backfill?.Job,
            letters?.Ids?.Count,
            letters?.Fingerprint,
            letters?.Since,
            recover?.Version,
            recover is { Rate: { } rate, Per: { } per } ? RateText.Write(rate, per) : null,
            recover?.Canary,
            recover?.StopAfter,
            backfill?.From,
            backfill?.To,
            backfill?.Parallel,
            backfill?.Existing);
    }
}
