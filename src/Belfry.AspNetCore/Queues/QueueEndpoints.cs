using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

internal static class QueueEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/queues", ListQueues.Handle);
        api.Get("/queues/{name}", ReadQueue.Handle);
        api.Post("/queues/pause", call => PauseQueue.Handle(call, null));
        api.Post("/queues/resume", call => ResumeQueue.Handle(call, null));
        api.Post("/queues/{name}/pause", call => PauseQueue.Handle(call, QueueAddress.Queue(call)));
        api.Post("/queues/{name}/resume", call => ResumeQueue.Handle(call, QueueAddress.Queue(call)));
        api.Post("/queues/{name}/limit", SetLimit.OfQueue);
        api.Post("/tags/{name}/limit", SetLimit.OfTag);
        api.Get("/limits", ListLimits.Handle);
    }
}
