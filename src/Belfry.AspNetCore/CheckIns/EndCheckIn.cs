using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Runs;
using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.CheckIns;

/// <summary>
/// <c>POST /checkins/{job}/success</c> and <c>/fail {exitCode?, durationMs?, message?}</c>: the work of an external job has ended.
/// It is the run of the job's newest tick that waits for it, else a run of its own.
/// </summary>
internal static class EndCheckIn
{
    private static readonly RunState[] Waiting = [RunState.Queued];

    private sealed record Request(int? ExitCode, TimeSpan Took, string? Message);

    public static async Task<IResult> Handle(ApiCall call, bool succeeded)
    {
        call.Query.Close();
        var request = await JsonBody.ReadOptional(call.Http.Request, Read);
        var job = await StartCheckIn.External(call);
        var id = await Tick(call, job.Name) ?? await Extra(call, job.Name);
        await Record(call, id, succeeded, request);
        var run = await call.Store.Queries.Run(id.ToString("n"), call.Cancellation);
        return ApiJson.Result(RunView.Of(run!), StatusCodes.Status201Created);
    }

    private static Request Read(JsonFields fields, JsonReading reading) => new(
        fields.Whole("exitCode"), TimeSpan.FromMilliseconds(Math.Max(0, fields.Whole("durationMs") ?? 0)), fields.Text("message"));

    private static async Task<Guid?> Tick(ApiCall call, string job)
    {
        var waiting = await call.Store.Queries.Runs(new RunQuery(job, Waiting), call.Cancellation);
        return waiting.Items
            .Where(run => run is { Trigger: RunTrigger.Schedule, Blocked: false })
            .MaxBy(run => run.Due)?.Id;
    }

    private static async Task<Guid> Extra(ApiCall call, string job) =>
        (await call.Control.RunNow(job, new RunRequest(Trigger: RunTrigger.Api, By: call.By), call.Cancellation)).Id;

    // A run is ended by whoever holds it, so this server's node takes it for the moment that takes.
    private static async Task Record(ApiCall call, Guid id, bool succeeded, Request request)
    {
        var node = call.Service<BelfryNode>().Id;
        var claim = new ClaimRequest(node, 1, TimeSpan.Zero, [], null, id);
        if ((await call.Store.Runs.Claim(claim, call.Cancellation)).Runs is not [var run])
        {
            throw new RequestRefused(
                503, "The end could not be recorded now: this server has no live worker, or an earlier run of the job has not ended.");
        }

        var now = await call.Now();
        var error = succeeded ? null : RunErrors.Of("check-in", request.Message ?? Problem(request.ExitCode));
        var end = new AttemptEnd(
            run.Id,
            run.Token,
            node,
            succeeded ? RunState.Succeeded : RunState.Failed,
            null,
            now - request.Took,
            now,
            error,
            request.ExitCode,
            null,
            null,
            null);
        await call.Store.Runs.Finish([end], call.Cancellation);
    }

    private static string Problem(int? exitCode) =>
        exitCode is { } code ? $"It ended with exit code {code}." : "Its end was reported as a failure.";
}
