using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary>
/// <c>POST /queues/{name}/resume</c>, and <c>POST /queues/resume</c> for the pause of everything, which leaves those of single
/// queues. 409 when there is no such pause.
/// </summary>
internal static class ResumeQueue
{
    public static async Task<IResult> Handle(ApiCall call, string? queue)
    {
        call.Query.Close();
        string? reason = await Reason.Read(call.Http.Request);
        if (!await call.Store.Queues.Resume(queue, call.Cancellation))
        {
            return Problem.Of(409, queue is null
                ? "Not everything is paused; single queues are resumed by name."
                : $"Queue {queue} has no pause of its own{await OfAll(call)}.");
        }

        call.Record("resumed", queue is null ? "all queues" : $"queue {queue}", reason);
        call.WakeNodes();
        return queue is null ? ApiJson.Page((await call.Store.Queues.List(call.Cancellation)).Select(QueueView.Of)) : ApiJson.Ok(await QueueView.Find(call, queue));
    }

    private static async Task<string> OfAll(ApiCall call) =>
        (await call.Store.Queues.Pauses(call.Cancellation)).Any(pause => pause.Queue is null) ? "; everything is paused, resume that" : "";
}
