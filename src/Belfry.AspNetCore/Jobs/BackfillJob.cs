using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Operations;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary>
/// <c>POST /jobs/{name}/backfill {from, to, parallel?, existing?, dryRun?, reason?}</c> → 202: an operation that runs the job for past ticks.
/// <c>dryRun</c> answers 200 with how many there are, the first and the last.
/// </summary>
internal static class BackfillJob
{
    private sealed record Request(BackfillPlan Plan, bool DryRun, string? Reason);

    private sealed record Preview(string Job, long Count, DateTimeOffset? First, DateTimeOffset? Last, bool DryRun);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = await JsonBody.Read(call.Http.Request, (fields, reading) => Read(fields, reading, call.JobName));
        if (!request.DryRun)
        {
            return await OperationView.Start(call, request.Plan, $"backfill/{call.JobName}", "backfills by", request.Reason);
        }

        var preview = await call.Service<OperationControl>().Preview(request.Plan, call.Cancellation);
        return ApiJson.Ok(new Preview(call.JobName, preview.Count, preview.First, preview.Last, DryRun: true));
    }

    private static Request Read(JsonFields fields, JsonReading reading, string job)
    {
        var plan = new BackfillPlan(
            job,
            Required(fields, "from", reading),
            Required(fields, "to", reading),
            fields.Whole("parallel") ?? 1,
            fields.Word<ExistingRuns>("existing") ?? ExistingRuns.Skip);
        return new Request(plan, fields.Flag("dryRun") ?? false, Reason.Read(fields, reading));
    }

    private static DateTimeOffset Required(JsonFields fields, string name, JsonReading reading)
    {
        if (!fields.Has(name))
        {
            reading.Wrong(fields.At(name), "is missing; write an instant such as 2026-03-29T01:00:00Z.");
        }

        return fields.Instant(name) ?? default;
    }
}
