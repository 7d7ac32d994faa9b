using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary><c>GET /queues/{name}</c></summary>
internal static class ReadQueue
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = QueueAddress.Queue(call);
        var queues = await call.Store.Queues.List(call.Cancellation);
        return queues.FirstOrDefault(queue => queue.Name == name) is { } found
            ? ApiJson.Ok(QueueView.Of(found))
            : Problem.Of(404, $"No run, limit, pause or node names a queue {name}.{JsonReading.Meant(name, queues.Select(queue => queue.Name))}");
    }
}
