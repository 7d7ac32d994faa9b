using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary>
/// <c>POST /queues/{name}/pause {reason?, until?}</c>, and <c>POST /queues/pause</c> for everything: nothing more is claimed; ticks
/// still become runs, which wait.
/// </summary>
internal static class PauseQueue
{
    private sealed record Request(string Reason, DateTimeOffset? Until);

    public static async Task<IResult> Handle(ApiCall call, string? queue)
    {
        call.Query.Close();
        var request = await JsonBody.ReadOptional(call.Http.Request, Read);
        if (request.Until is { } until && until <= await call.Now())
        {
            throw new JobInvalidException([new JobProblem("until", "is past; name an instant that is still to come, or leave it out.")]);
        }

        await call.Store.Queues.Pause(new QueuePause(queue, request.Reason, call.By, default, request.Until), call.Cancellation);
        call.Record("paused", queue is null ? "all queues" : $"queue {queue}", request.Reason);
        return queue is null ? ApiJson.Page((await call.Store.Queues.List(call.Cancellation)).Select(QueueView.Of)) : ApiJson.Ok(await QueueView.Find(call, queue));
    }

    private static Request Read(JsonFields fields, JsonReading reading) =>
        new(Reason.Read(fields, reading) ?? "no reason given", fields.Instant("until"));
}
